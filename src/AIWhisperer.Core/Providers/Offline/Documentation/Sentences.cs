using System.Text.RegularExpressions;

namespace AIWhisperer.Core.Providers.Offline.Documentation;

/// <summary>Splits prose into sentences.</summary>
internal static partial class Sentences
{
    /// <summary>The sentences and list items of a block, each on one line; never empty for a text that is not blank.</summary>
    public static IEnumerable<string> Of(string block) =>
        End().Split(block)
            .Select(sentence => Break().Replace(sentence, " ").Trim())
            .Select(sentence => sentence is ['-' or '*' or '>', ' ', ..] ? sentence[2..] : sentence)
            .Where(sentence => sentence.Length > 0)
            .DefaultIfEmpty(block);

    [GeneratedRegex(@"(?<=[.!?:])\s+(?=\p{Lu})|\n\s*(?=[-*>]\s)", RegexOptions.None, 1_000)]
    private static partial Regex End();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1_000)]
    private static partial Regex Break();
}
