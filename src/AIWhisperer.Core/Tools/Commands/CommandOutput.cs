using System.Buffers;
using System.Globalization;
using System.Text;

namespace AIWhisperer.Core.Tools.Commands;

/// <summary>Head and tail of what a program writes, however much that is. Not thread-safe.</summary>
/// <param name="limit">The most that is kept, in bytes.</param>
internal sealed class CommandOutput(int limit)
{
    private const int MaxLineShown = 200;

    private static readonly SearchValues<char> s_unprintable =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r'))]);

    private readonly byte[] _head = new byte[limit / 2];
    private readonly byte[] _tail = new byte[limit - (limit / 2)];

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    /// <summary>How many of them are not kept.</summary>
    public long LeftOut => Math.Max(0, Length - limit);

    /// <summary>The last line that is more than white space, cut to what can be shown at a glance.</summary>
    public string LastLine { get; private set; } = string.Empty;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Note(bytes);
        if (Length < _head.Length)
        {
            var fits = bytes[..(int)Math.Min(bytes.Length, _head.Length - Length)];
            fits.CopyTo(_head.AsSpan((int)Length));
            Length += fits.Length;
            bytes = bytes[fits.Length..];
        }

        // Only the last of a large piece can be in the tail when all is over.
        if (bytes.Length > _tail.Length)
        {
            Length += bytes.Length - _tail.Length;
            bytes = bytes[^_tail.Length..];
        }

        while (bytes.Length > 0)
        {
            var at = (int)((Length - _head.Length) % _tail.Length);
            var fits = bytes[..Math.Min(bytes.Length, _tail.Length - at)];
            fits.CopyTo(_tail.AsSpan(at));
            Length += fits.Length;
            bytes = bytes[fits.Length..];
        }
    }

    /// <summary>What was kept, as text: what is not UTF-8 or not printable is replaced.</summary>
    public override string ToString()
    {
        if (Length <= _head.Length)
        {
            return Decode(_head.AsSpan(0, (int)Length));
        }

        var inTail = Length - _head.Length;
        if (LeftOut == 0)
        {
            return Decode([.. _head, .. _tail.AsSpan(0, (int)inTail)]);
        }

        var oldest = (int)(inTail % _tail.Length);
        var gap = LeftOut.ToString(CultureInfo.InvariantCulture);
        return $"{Decode(_head)}\n[… {gap} bytes left out …]\n{Decode([.. _tail.AsSpan(oldest), .. _tail.AsSpan(0, oldest)])}";
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return text.AsSpan().ContainsAny(s_unprintable)
            ? string.Create(text.Length, text, static (shown, text) => text.AsSpan().ReplaceAny(shown, s_unprintable, '\uFFFD'))
            : text;
    }

    private void Note(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.TrimEnd(" \t\r\n"u8);
        if (text.Length > 0)
        {
            var line = text[(text.LastIndexOf((byte)'\n') + 1)..];
            LastLine = Decode(line[..Math.Min(line.Length, MaxLineShown)]);
        }
    }
}
