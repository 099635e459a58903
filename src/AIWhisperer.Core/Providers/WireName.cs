using System.Buffers;

namespace AIWhisperer.Core.Providers;

/// <summary>The wire's rule for names of authors and tools: 1 to 64 ASCII letters, digits, <c>_</c> and <c>-</c>.</summary>
internal static class WireName
{
    private const int MostLength = 64;
    private static readonly SearchValues<char> s_allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public static bool Fits(string name) => name.Length is > 0 and <= MostLength && !name.AsSpan().ContainsAnyExcept(s_allowed);

    /// <summary>The name under which a past call is told: a history with a name that a model once made up would be refused for ever.</summary>
    public static string ForCall(string name) => Fits(name) ? name : name.Length == 0 ? "unnamed" : Mended(name);

    private static string Mended(string name) => string.Create(Math.Min(name.Length, MostLength), name, static (mended, made) =>
    {
        for (var i = 0; i < mended.Length; i++)
        {
            mended[i] = s_allowed.Contains(made[i]) ? made[i] : '_';
        }
    });
}
