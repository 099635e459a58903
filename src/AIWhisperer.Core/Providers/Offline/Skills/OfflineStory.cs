using System.Collections.Immutable;

namespace AIWhisperer.Core.Providers.Offline.Skills;

/// <summary>A story that is always the same and of any length.</summary>
internal static class OfflineStory
{
    // Lists of different lengths: the same sentence comes back only after 5 × 7 × 8 × 9 sentences.
    private static readonly ImmutableArray<string> s_times =
        ["That morning", "A little later", "Towards noon", "When the wind had dropped", "Long after dark"];

    private static readonly ImmutableArray<string> s_people =
        ["the lighthouse keeper", "her old dog", "the postman", "a girl from the village", "the ferry captain", "the baker", "a stranger"];

    private static readonly ImmutableArray<string> s_deeds =
        ["looked for", "carried away", "wrote down", "forgot", "mended", "asked about", "laughed at", "hid"];

    private static readonly ImmutableArray<string> s_things =
    [
        "the brass lamp", "a letter without a stamp", "the map of the harbour", "three blue stones", "the broken clock", "an empty boat",
        "the last of the bread", "a song nobody knew", "the key to the tower",
    ];

    /// <summary>Exactly that many words.</summary>
    public static string Write(int words)
    {
        var pieces = Enumerable.Range(0, words).SelectMany(index => OfflineWords.Pieces(Sentence(index))).Take(words);
        return string.Concat(pieces).TrimEnd().TrimEnd(',', '.') + ".";
    }

    private static string Sentence(int index)
    {
        var end = index % 4 == 3 ? ".\n\n" : ". ";
        return $"{At(s_times)} {At(s_people)} {At(s_deeds)} {At(s_things)}{end}";

        string At(ImmutableArray<string> list) => list[index % list.Length];
    }
}
