using System.Text;

namespace AIWhisperer.Core.Providers.Offline.Documentation;

/// <summary>A section found for a question, and the parts of it that answer best.</summary>
/// <param name="section">The section.</param>
/// <param name="relevance">How much of the question a text covers; zero when nothing.</param>
internal sealed class DocumentMatch(DocumentSection section, Func<string, double> relevance)
{
    private const int MaxWords = 160;

    public DocumentSection Section => section;

    /// <summary>All of a short section; of a long one the blocks that answer best, in the document's order.</summary>
    public string Extract()
    {
        var least = section.Blocks.Sum(OfflineWords.Count) <= MaxWords ? 0 : section.Blocks.Max(relevance) / 2;
        var chosen = new SortedSet<int>();
        var words = 0;
        foreach (var (index, block) in section.Blocks.Index()
            .Where(block => relevance(block.Item) >= least)
            .OrderByDescending(block => relevance(block.Item)))
        {
            var size = OfflineWords.Count(block);
            if (chosen.Count > 0 && words + size > MaxWords)
            {
                break;
            }

            chosen.Add(index);
            words += size;
        }

        var text = new StringBuilder();
        foreach (var block in chosen.Select(index => Shorten(section.Blocks[index])))
        {
            text.Append(text.Length == 0 ? string.Empty : block.StartsWith('-') ? "\n" : "\n\n").Append(block);
        }

        return text.ToString();
    }

    /// <summary>The one sentence of the section that covers most of the question.</summary>
    public string BestSentence() =>
        Shorten(section.Blocks.Where(IsProse)
            .DefaultIfEmpty(section.Blocks[0])
            .SelectMany(Sentences.Of)
            .MaxBy(relevance)!);

    private static bool IsProse(string block) => block is not (['`', '`', '`', ..] or ['~', '~', '~', ..] or ['<' or '!', ..]);

    private static string Shorten(string block) =>
        OfflineWords.Count(block) <= MaxWords ? block : string.Concat(OfflineWords.Pieces(block).Take(MaxWords)).TrimEnd() + " …";
}
