using System.Collections.Frozen;

namespace AIWhisperer.Core.Providers.Offline.Documentation;

/// <summary>Reduces English text to the terms it is found by: lower case, no filler words, no single letters, common endings off.</summary>
internal static class SearchTerms
{
    private static readonly FrozenSet<string> s_fillers = FrozenSet.Create(
        StringComparer.Ordinal,
        "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "by", "can", "could", "describe", "did", "do", "does",
        "explain", "for", "from", "get", "had", "has", "have", "help", "here", "how", "i", "if", "in", "into", "is", "it", "its",
        "just", "know", "like", "many", "may", "me", "might", "much", "must", "my", "need", "no", "not", "of", "on", "one", "or", "our",
        "please", "shall", "should", "show", "so", "some", "tell", "than", "that", "the", "their", "them", "then", "there", "these",
        "they", "this", "those", "to", "up", "us", "want", "was", "way", "we", "were", "what", "when", "where", "which", "while", "who",
        "whom", "whose", "why", "will", "with", "work", "would", "you", "your");

    /// <summary>The terms in order, with repeats. A name such as <c>max_tokens</c> counts whole and by its parts.</summary>
    public static IEnumerable<string> Of(string text)
    {
        foreach (var word in Words(text, c => char.IsLetterOrDigit(c) || c == '_'))
        {
            if (word.Contains('_', StringComparison.Ordinal))
            {
                yield return word;
            }

            foreach (var part in Words(word, char.IsLetterOrDigit))
            {
                if (part.Length > 1 && !s_fillers.Contains(part))
                {
                    yield return Stem(part);
                }
            }
        }
    }

    private static IEnumerable<string> Words(string text, Func<char, bool> belongs)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && belongs(text[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                yield return text[start..i].ToLowerInvariant();
                start = -1;
            }
        }
    }

    private static string Stem(string word)
    {
        var stem = word switch
        {
            "config" => "configur",
            [.. var head, 'i', 'e', 's'] when head.Length > 2 => head + "y",
            [.. var head, 'a', 't', 'i', 'o', 'n', 's'] when head.Length > 3 => head,
            [.. var head, 'a', 't', 'i', 'o', 'n'] when head.Length > 3 => head,
            [.. var head, 'i', 'n', 'g'] when head.Length > 2 => Single(head),
            [.. var head, 'e', 'd'] when head.Length > 2 => Single(head),
            [.., 's' or 'x' or 'h', 'e', 's'] when word.Length > 4 => word[..^2],
            [.. var head, 's'] when head.Length > 2 && head[^1] is not ('s' or 'u') => head,
            _ => word,
        };
        return stem is [.. { Length: > 3 } root, 'e'] ? root : stem;
    }

    // "switched" and "switch", "running" and "run".
    private static string Single(string stem) =>
        stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's') ? stem[..^1] : stem;
}
