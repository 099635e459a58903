using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>Reads a file line by line in bounded memory: of a longer line only the beginning is kept. Not thread-safe.</summary>
internal sealed class LineReader(SafeFileHandle file, int maxLineBytes, CancellationToken cancellationToken)
{
    private const int ChunkBytes = 65_536;

    private static readonly byte[] s_mark = [0xEF, 0xBB, 0xBF];

    private readonly byte[] _buffer = new byte[maxLineBytes + ChunkBytes];
    private long _offset;
    private int _start;
    private int _end;
    private int _lineStart;
    private int _lineEnd;

    /// <summary>The number of the line, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The line without its end, as bytes.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_lineStart.._lineEnd);

    /// <summary>The line without its end.</summary>
    public string Text => Encoding.UTF8.GetString(Line);

    /// <summary>Whether the line is longer than what is kept of it.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether a line break ends the line; it does not end a file's last one always.</summary>
    public bool HasBreak { get; private set; }

    /// <summary>Goes on to the next line; false when there is none.</summary>
    public bool TryRead()
    {
        cancellationToken.ThrowIfCancellationRequested();
        var searched = 0;
        int length;
        while ((length = _buffer.AsSpan((_start + searched).._end).IndexOf((byte)'\n')) < 0)
        {
            searched = _end - _start;
            if (searched > maxLineBytes)
            {
                return SkipRest();
            }

            if (!Fill())
            {
                return _end > _start && Take(_end - _start, hasBreak: false);
            }
        }

        return Take(searched + length, hasBreak: true);
    }

    private bool Take(int length, bool hasBreak)
    {
        Mark(length);
        HasBreak = hasBreak;
        _start += length + (hasBreak ? 1 : 0);
        return true;
    }

    private void Mark(int length)
    {
        IsCut = length > maxLineBytes;
        _lineStart = _start;
        _lineEnd = _start + Math.Min(length, maxLineBytes);
        if (++Number == 1 && Line.StartsWith(s_mark))
        {
            _lineStart += s_mark.Length;
        }
    }

    // The beginning stays where it is, and the rest is read behind it over and over, until its end is found.
    private bool SkipRest()
    {
        Mark(_end - _start);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = _buffer.AsSpan(_lineEnd);
            var read = RandomAccess.Read(file, chunk, _offset);
            var end = chunk[..read].IndexOf((byte)'\n');
            _offset += read;
            if (read == 0 || end >= 0)
            {
                HasBreak = read > 0;
                _start = _lineEnd + end + 1;
                _end = _lineEnd + read;
                return true;
            }
        }
    }

    private bool Fill()
    {
        if (_end == _buffer.Length || _start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = RandomAccess.Read(file, _buffer.AsSpan(_end), _offset);
        _offset += read;
        _end += read;
        return read > 0;
    }
}
