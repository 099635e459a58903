using System.Text;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>
/// Gathers a result line by line up to what a model is given of one, so that a tool itself can say where it stopped. Room for such a
/// word at the end is kept.
/// </summary>
internal sealed class BoundedText(int maxBytes)
{
    private const int KeptForNote = 512;

    private readonly StringBuilder _text = new();
    private int _left = maxBytes - KeptForNote;

    public bool IsEmpty => _text.Length == 0;

    /// <summary>How many bytes still go in.</summary>
    public int Left => _left;

    /// <summary>Adds a line; false, and nothing is added, when it does not fit.</summary>
    public bool TryAdd(string line) => TryAddRaw(line + '\n');

    /// <summary>Adds a text without an end of line.</summary>
    public bool TryAddRaw(string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        if (size > _left)
        {
            return false;
        }

        _left -= size;
        _text.Append(text);
        return true;
    }

    /// <summary>Ends it with a word about the result, on a line of its own.</summary>
    public string EndWith(string note) => $"{_text}{(IsEmpty || _text[^1] == '\n' ? "" : "\n")}[{note}]";

    public override string ToString() => _text.ToString();
}
