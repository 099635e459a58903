using System.Security.Claims;

namespace AIWhisperer.Server;

internal static class CallerExtensions
{
    /// <summary>The principal that owns what the caller makes. Routes without one are not reachable: see the fallback policy.</summary>
    public static string OwnerName(this ClaimsPrincipal caller) =>
        caller.Identity?.Name ?? throw new InvalidOperationException("The caller was not authenticated.");
}
