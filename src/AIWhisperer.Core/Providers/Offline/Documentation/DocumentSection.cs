using System.Collections.Immutable;

namespace AIWhisperer.Core.Providers.Offline.Documentation;

/// <summary>The text between one heading of a document and the next.</summary>
/// <param name="Document">The document's path in the repository.</param>
/// <param name="Headings">The headings it stands under, the outermost first; empty before the first heading.</param>
/// <param name="Blocks">Its paragraphs, list items, table rows (as list items) and code blocks, in order; never empty.</param>
internal sealed record DocumentSection(string Document, ImmutableArray<string> Headings, ImmutableArray<string> Blocks)
{
    /// <summary>How an answer names the section.</summary>
    public string Title => Headings.IsEmpty ? Document : $"{Document}, “{Headings[^1]}”";
}
