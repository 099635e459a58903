using System.Collections.Immutable;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AIWhisperer.Core.Configuration;

/// <summary>
/// Reads YAML from the parser's events into nodes with positions: one document, plain values, no anchors, aliases or tags, bounded
/// size and depth.
/// </summary>
internal sealed class YamlText
{
    private readonly Parser _parser;
    private readonly ProblemList _problems;

    private YamlText(string text, ProblemList problems)
    {
        _parser = new Parser(new StringReader(text));
        _problems = problems;
    }

    /// <summary>The mapping the text consists of, or null after a problem that spoils the text as a whole.</summary>
    public static YamlMapping? Read(string text, ProblemList problems)
    {
        if (Encoding.UTF8.GetByteCount(text) > YamlLimits.Bytes)
        {
            problems.Add(1, 1, "", "The file is larger than 256 KB.", "Split it into several files.");
            return null;
        }

        if (!CheckCharacters(text, problems))
        {
            return null;
        }

        try
        {
            return new YamlText(text, problems).Document();
        }
        catch (YamlException fault)
        {
            // The parser's message speaks of structure; the text itself may hold a secret and is not repeated.
            if (FindIndentingTab(text) is var (line, column))
            {
                problems.Add(line, column, "", "A tab stands where the line is indented.", "Indent with spaces.");
            }
            else
            {
                problems.Add(
                    Position(fault.Start.Line), Position(fault.Start.Column), "", "The file is not valid YAML here.",
                    "Check the indentation, the colons and the quotes of this line, the one above and the one below.");
            }

            return null;
        }
    }

    private static bool CheckCharacters(string text, ProblemList problems)
    {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                line++;
                lineStart = i + 1;
            }
            else if (char.IsControl(text[i]) && text[i] is not ('\t' or '\r' or '\u0085'))
            {
                problems.Add(line, i - lineStart + 1, "", "The file holds a control character.", "Save it as plain UTF-8 text.");
                return false;
            }
        }

        return true;
    }

    /// <summary>The usual reason why a parser stumbles, at a line of its own choice, over a text that looks right.</summary>
    private static (int Line, int Column)? FindIndentingTab(string text)
    {
        int line = 1;
        foreach (ReadOnlySpan<char> content in text.AsSpan().EnumerateLines())
        {
            int tab = content.IndexOfAnyExcept(' ');
            if (tab >= 0 && content[tab] == '\t' && !content.IsWhiteSpace())
            {
                return (line, tab + 1);
            }

            line++;
        }

        return null;
    }

    private static int Position(long oneBased) => (int)Math.Clamp(oneBased, 1, int.MaxValue);

    private YamlMapping? Document()
    {
        Next<StreamStart>();
        if (_parser.Current is StreamEnd)
        {
            return Empty();
        }

        Next<DocumentStart>();
        if (Node(depth: 1) is not { } root)
        {
            return null;
        }

        Next<DocumentEnd>();
        if (_parser.Current is not StreamEnd)
        {
            Refuse("The file holds more than one YAML document.", "Keep one, or use several files.");
            return null;
        }

        if (root is YamlScalar { IsNull: true })
        {
            return Empty();
        }

        if (root is not YamlMapping mapping)
        {
            _problems.Add(root, "", "The file must consist of keys and values.", "Begin lines with a key and a colon.");
            return null;
        }

        return mapping;
    }

    private YamlMapping? Empty()
    {
        _problems.Add(1, 1, "", "The file is empty.", "Fill it or delete it.");
        return null;
    }

    private YamlNode? Node(int depth)
    {
        if (_parser.Current is AnchorAlias || _parser.Current is NodeEvent { Anchor.IsEmpty: false })
        {
            Refuse("Anchors and aliases (& and *) are not accepted.", "Write the value out, or put it in quotes.");
            return null;
        }

        if (_parser.Current is NodeEvent { Tag.IsEmpty: false })
        {
            Refuse("Tags (!) are not accepted.", "Remove the tag, or put the value in quotes.");
            return null;
        }

        if (depth > YamlLimits.Depth)
        {
            Refuse($"The file is nested deeper than {YamlLimits.Depth} levels.", "Remove levels.");
            return null;
        }

        return _parser.Current switch
        {
            SequenceStart start => Sequence(start, depth),
            MappingStart start => Mapping(start, depth),
            _ => Scalar(),
        };
    }

    private YamlScalar Scalar()
    {
        Scalar scalar = Next<Scalar>();
        return new(scalar.Value, scalar.Style == ScalarStyle.Plain, Position(scalar.Start.Line), Position(scalar.Start.Column));
    }

    private YamlSequence? Sequence(SequenceStart start, int depth)
    {
        Next<SequenceStart>();
        ImmutableArray<YamlNode>.Builder items = ImmutableArray.CreateBuilder<YamlNode>();
        while (_parser.Current is not SequenceEnd)
        {
            if (Node(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        Next<SequenceEnd>();
        return new(items.DrainToImmutable(), Position(start.Start.Line), Position(start.Start.Column));
    }

    private YamlMapping? Mapping(MappingStart start, int depth)
    {
        Next<MappingStart>();
        ImmutableArray<YamlEntry>.Builder entries = ImmutableArray.CreateBuilder<YamlEntry>();
        while (_parser.Current is not MappingEnd)
        {
            if (_parser.Current is not YamlDotNet.Core.Events.Scalar { Anchor.IsEmpty: true, Tag.IsEmpty: true })
            {
                Refuse("A key must be a single plain word.", "Write `key: value`.");
                return null;
            }

            YamlScalar key = Scalar();
            if (Node(depth + 1) is not { } value)
            {
                return null;
            }

            entries.Add(new(key, value));
        }

        Next<MappingEnd>();
        return new(entries.DrainToImmutable(), Position(start.Start.Line), Position(start.Start.Column));
    }

    private void Refuse(string message, string remedy) =>
        _problems.Add(Position(_parser.Current!.Start.Line), Position(_parser.Current.Start.Column), "", message, remedy);

    /// <summary>Steps over the event at hand; the very first call also steps onto it.</summary>
    private T Next<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is null)
        {
            Advance();
        }

        // Some broken texts yield events in an order that YAML does not have, such as a key without a value.
        if (_parser.Current is not T current)
        {
            throw new YamlException(_parser.Current?.Start ?? Mark.Empty, _parser.Current?.End ?? Mark.Empty, "The events are out of order.");
        }

        Advance();
        return current;
    }

    private void Advance()
    {
        ParsingEvent? last = _parser.Current;
        try
        {
            _parser.MoveNext();
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner answers some broken texts with these, such as a list that is not closed before the next key.
            throw new YamlException(last?.Start ?? Mark.Empty, last?.End ?? Mark.Empty, "The text cannot be scanned.", fault);
        }
    }
}
