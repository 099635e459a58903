using System.Text;
using System.Text.RegularExpressions;

namespace AIWhisperer.Core.Providers;

/// <summary>Makes a provider's words fit to be shown: no key or part of one, no control characters, a bounded length.</summary>
internal static partial class KeyMask
{
    private const int MostRead = 4096;
    private const int MostShown = 300;
    private const int ShortestPart = 6;

    // Local servers are given keys such as "x", which hide nothing and would star out every word.
    private const int ShortestKey = 4;
    private const string Stars = "***";

    public static string Apply(string text, string? key)
    {
        text = text.Length > MostRead ? text[..MostRead] : text;
        text = key is { Length: >= ShortestKey } ? MaskParts(text, key, _ => Stars) : text;
        text = KeyPattern().Replace(text, Stars);
        text = BlankPattern().Replace(text, " ").Trim();
        return text.Length <= MostShown ? text : text[..MostShown] + "…";
    }

    /// <summary>A star for each character of what looks like a key, and of the keys and their parts: nothing else changes, nor the length.</summary>
    public static string Cover(string text, IEnumerable<string> keys) => keys
        .Where(key => key.Length >= ShortestKey)
        .Aggregate(KeyPattern().Replace(text, found => StarsFor(found.Length)), (covered, key) => MaskParts(covered, key, StarsFor));

    private static string StarsFor(int length) => new('*', length);

    // Back ends echo keys whole, cut or with the middle starred out; a run of the key's characters is masked wherever it stands.
    private static string MaskParts(string text, string key, Func<int, string> stars)
    {
        var masked = new StringBuilder(text.Length);
        var least = Math.Min(ShortestPart, key.Length);
        for (var at = 0; at < text.Length;)
        {
            var length = 0;
            while (at + length < text.Length && key.AsSpan().Contains(text.AsSpan(at, length + 1), StringComparison.OrdinalIgnoreCase))
            {
                length++;
            }

            if (length >= least)
            {
                masked.Append(stars(length));
                at += length;
            }
            else
            {
                masked.Append(text[at++]);
            }
        }

        return masked.ToString();
    }

    [GeneratedRegex(@"\b(sk|pk|gsk|xai|rk)[-_][\w\-*.]{4,}|\b(AIza|AKIA|gh[pousr]_)[\w\-]{8,}|\bBearer\s+[\w\-*.~+/=]{4,}", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"[\s\p{C}]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlankPattern();
}
