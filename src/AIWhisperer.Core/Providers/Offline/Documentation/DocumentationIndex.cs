using System.Collections.Immutable;

namespace AIWhisperer.Core.Providers.Offline.Documentation;

/// <summary>
/// Finds the section of the documentation that answers a question, by term weighting after BM25. Immutable and thread-safe.
/// </summary>
internal sealed class DocumentationIndex
{
    // The usual constants of BM25: how soon repeats stop counting, and how much long sections are held back.
    private const double Saturation = 1.2;
    private const double LengthWeight = 0.75;

    private const int HeadingWeight = 3;
    private const int MaxQueryTerms = 32;

    /// <summary>How much of a question's weight one block must cover, with its headings, before its section is taken for an answer.
    /// The section as a whole would not do: a long one holds nearly every word somewhere.</summary>
    private const double LeastCoverage = 0.5;

    private readonly ImmutableArray<Entry> _entries;
    private readonly Dictionary<string, int> _sectionsWith;
    private readonly double _meanLength;

    public DocumentationIndex(IEnumerable<DocumentSection> sections)
    {
        _entries = [.. sections.Select(Weigh)];
        _meanLength = _entries.Select(entry => entry.Length).DefaultIfEmpty(1).Average();
        _sectionsWith = _entries.SelectMany(entry => entry.Weights.Keys).CountBy(term => term).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The best section for the question, or null when none covers enough of it.</summary>
    public DocumentMatch? Find(string question)
    {
        var terms = SearchTerms.Of(question).Distinct(StringComparer.Ordinal).Take(MaxQueryTerms).ToImmutableArray();
        var whole = terms.Sum(Rarity);
        var best = _entries
            .Select(entry => (entry.Section, Score: Score(entry, terms), Coverage: Coverage(entry, terms, whole)))
            .Where(candidate => candidate.Coverage >= LeastCoverage)
            .OrderByDescending(candidate => candidate.Score * candidate.Coverage)
            .FirstOrDefault();
        return best.Section is null ? null : new DocumentMatch(best.Section, block => Coverage(block, terms));
    }

    private static Entry Weigh(DocumentSection section)
    {
        var weights = new Dictionary<string, int>(StringComparer.Ordinal);
        var headings = section.Headings.SelectMany(SearchTerms.Of).ToImmutableArray();
        var passages = section.Blocks.Select(block => SearchTerms.Of(block).Concat(headings).ToHashSet(StringComparer.Ordinal));
        Add(section.Document, 1);
        foreach (var (depth, heading) in section.Headings.Index())
        {
            Add(heading, depth == section.Headings.Length - 1 ? HeadingWeight : 1);
        }

        foreach (var block in section.Blocks)
        {
            Add(block, 1);
        }

        return new Entry(section, weights, weights.Values.Sum(), [.. passages]);

        void Add(string text, int weight)
        {
            foreach (var term in SearchTerms.Of(text))
            {
                weights[term] = weights.GetValueOrDefault(term) + weight;
            }
        }
    }

    private double Score(Entry entry, ImmutableArray<string> terms)
    {
        var damping = Saturation * (1 - LengthWeight + (LengthWeight * entry.Length / _meanLength));
        return terms.Sum(term => entry.Weights.TryGetValue(term, out var weight)
            ? Rarity(term) * weight * (Saturation + 1) / (weight + damping)
            : 0);
    }

    private double Coverage(Entry entry, ImmutableArray<string> terms, double whole) =>
        whole > 0 ? entry.Passages.Max(passage => terms.Where(passage.Contains).Sum(Rarity)) / whole : 0;

    private double Coverage(string block, ImmutableArray<string> terms) =>
        SearchTerms.Of(block).Distinct(StringComparer.Ordinal).Where(term => terms.Contains(term, StringComparer.Ordinal)).Sum(Rarity);

    private double Rarity(string term)
    {
        var holders = _sectionsWith.GetValueOrDefault(term);
        return Math.Log(1 + ((_entries.Length - holders + 0.5) / (holders + 0.5)));
    }

    private sealed record Entry(
        DocumentSection Section,
        Dictionary<string, int> Weights,
        int Length,
        ImmutableArray<HashSet<string>> Passages);
}
