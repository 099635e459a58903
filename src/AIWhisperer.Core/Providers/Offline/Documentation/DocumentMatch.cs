using System.Collections.Immutable;

namespace AIWhisperer.Core.Providers.Offline.Documentation;

/// <summary>A section found for a question, and the parts of it that answer best.</summary>
/// <param name="section">The section.</param>
/// <param name="relevance">How much of the question a text covers; zero when nothing.</param>
internal sealed class DocumentMatch(DocumentSection section, Func<string, double> relevance)
{
    private const int MaxWords = 160;

    public DocumentSection Section => section;

    /// <summary>The section's most relevant blocks, in the document's order; all of a short section.</summary>
    public string Extract()
    {
        var chosen = new SortedSet<int>();
        var words = 0;
        foreach (var (index, block) in section.Blocks.Index().OrderByDescending(block => relevance(block.Item)))
        {
            var size = OfflineWords.Count(block);
            if (chosen.Count > 0 && words + size > MaxWords)
            {
                break;
            }

            chosen.Add(index);
            words += size;
        }

        var blocks = chosen.Select(index => Shorten(section.Blocks[index])).ToImmutableArray();
        return string.Join("\n\n", blocks);
    }

    /// <summary>The one sentence of the section that covers most of the question.</summary>
    public string BestSentence() =>
        Shorten(section.Blocks.Where(IsProse)
            .DefaultIfEmpty(section.Blocks[0])
            .SelectMany(Sentences.Of)
            .MaxBy(relevance)!);

    private static bool IsProse(string block) => block.TrimStart()[0] is not ('`' or '~' or '|' or '<' or '!');

    private static string Shorten(string block) =>
        OfflineWords.Count(block) <= MaxWords ? block : string.Concat(OfflineWords.Pieces(block).Take(MaxWords)).TrimEnd() + " …";
}
