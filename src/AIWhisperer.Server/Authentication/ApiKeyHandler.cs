using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AIWhisperer.Server.Authentication;

/// <summary>Names the principal of a request: that of its API key, or <c>local</c> while no key is configured.</summary>
internal sealed partial class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    ApiKeyRing keys) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

    private const string BearerPrefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Identify());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers[HeaderNames.WWWAuthenticate] = SchemeName;
        LogRefused(Logger, Request.Method, Request.Path.ToUriComponent());
        return Task.CompletedTask;
    }

    private AuthenticateResult Identify()
    {
        if (keys.IsEmpty)
        {
            return Succeed(ApiKeyRing.Local);
        }

        return ReadKey() switch
        {
            null => AuthenticateResult.NoResult(),
            var key when keys.FindOwner(key) is { } owner => Succeed(owner),
            _ => AuthenticateResult.Fail("The key is not known."),
        };
    }

    private string? ReadKey()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return header[BearerPrefix.Length..].Trim();
        }

        // A browser cannot set headers on a WebSocket. Elsewhere a key in an address would end up in histories and logs.
        return Request.Path.StartsWithSegments("/hubs", StringComparison.Ordinal) && Request.Query["access_token"] is [{ Length: > 0 } token]
            ? token
            : null;
    }

    private static AuthenticateResult Succeed(string owner)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, owner)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    [LoggerMessage(LogLevel.Information, "Refused {Method} {Path}: no valid API key")]
    private static partial void LogRefused(ILogger logger, string method, string path);
}
