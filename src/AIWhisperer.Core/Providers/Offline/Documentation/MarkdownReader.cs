using System.Collections.Immutable;

namespace AIWhisperer.Core.Providers.Offline.Documentation;

/// <summary>Reads the sections of a Markdown document. Knows just what it needs to: ATX headings, fenced code,
/// list items, table rows, blank lines. Blocks of HTML, such as pictures, are left out.</summary>
internal sealed class MarkdownReader
{
    private readonly string _document;
    private readonly ImmutableArray<DocumentSection>.Builder _sections = ImmutableArray.CreateBuilder<DocumentSection>();
    private readonly List<(int Level, string Text)> _headings = [];
    private readonly List<string> _blocks = [];
    private readonly List<string> _lines = [];

    private MarkdownReader(string document) => _document = document;

    public static ImmutableArray<DocumentSection> Read(string document, string markdown)
    {
        var reader = new MarkdownReader(document);
        string? fence = null;
        foreach (var line in markdown.EnumerateLines())
        {
            var text = line.TrimEnd().ToString();
            if (fence is not null)
            {
                reader._lines.Add(text);
                fence = text.TrimStart().StartsWith(fence, StringComparison.Ordinal) ? null : fence;
            }
            else if (text.TrimStart() is ['`', '`', '`', ..] or ['~', '~', '~', ..])
            {
                fence = text.TrimStart()[..3];
                reader._lines.Add(text);
            }
            else if (HeadingLevel(text) is var level and > 0)
            {
                reader.EndSection();
                reader._headings.RemoveAll(heading => heading.Level >= level);
                reader._headings.Add((level, text.Trim('#', ' ')));
            }
            else if (text.Length == 0)
            {
                reader.EndBlock();
            }
            else if (text.StartsWith('|'))
            {
                reader.AddRow(text);
            }
            else
            {
                if (text is ['-' or '*', ' ', ..])
                {
                    reader.EndBlock();
                }

                reader._lines.Add(text);
            }
        }

        reader.EndSection();
        return reader._sections.ToImmutable();
    }

    private static int HeadingLevel(string line)
    {
        var level = line.AsSpan().IndexOfAnyExcept('#');
        return level is >= 1 and <= 6 && line[level] == ' ' ? level : 0;
    }

    // A link in angle brackets has its colon where a tag ends.
    private static bool IsHtml(ReadOnlySpan<char> line) =>
        line is ['<', .. var tag] && tag.IndexOfAnyExceptInRange('a', 'z') is var end and > 0 && tag[end] is (' ' or '>');

    // A row away from its table is read best as a list item: the first cell, then what is said of it.
    private void AddRow(string row)
    {
        EndBlock();
        var cells = row.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries);
        if (cells.All(cell => cell.Trim('-', ':').Length == 0))
        {
            // What came just before the ruler is the head of the table and not a row.
            if (_blocks.Count > 0)
            {
                _blocks.RemoveAt(_blocks.Count - 1);
            }

            return;
        }

        _blocks.Add($"- {cells[0]}: {string.Join("; ", cells.Skip(1))}");
    }

    private void EndBlock()
    {
        if (_lines.Count > 0 && !IsHtml(_lines[0]))
        {
            _blocks.Add(string.Join('\n', _lines));
        }

        _lines.Clear();
    }

    private void EndSection()
    {
        EndBlock();
        if (_blocks.Count > 0)
        {
            _sections.Add(new DocumentSection(_document, [.. _headings.Select(heading => heading.Text)], [.. _blocks]));
            _blocks.Clear();
        }
    }
}
