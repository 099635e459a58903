using System.Globalization;
using System.Text;

namespace AIWhisperer.TestHarness.Faults;

/// <summary>Puts one frame into the body of an HTTP/1.1 answer, chunked or not, in such a way that the answer stays well-formed.</summary>
internal sealed class FrameInjector(InjectedFrame frame)
{
    private readonly StringBuilder _line = new();
    private State _state = State.Head;
    private bool _isChunked;
    private int _left;
    private int _events;
    private byte _before;

    private enum State
    {
        Head,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Plain,
        Done,
    }

    /// <summary>The bytes to forward instead of these.</summary>
    public ReadOnlyMemory<byte> Weave(ReadOnlyMemory<byte> bytes)
    {
        for (var i = 0; i < bytes.Length && _state != State.Done; i++)
        {
            if (Take(bytes.Span[i]) && _events >= frame.AfterEvents)
            {
                _state = State.Done;
                return (byte[])[.. bytes.Span[..(i + 1)], .. Frame(), .. bytes.Span[(i + 1)..]];
            }
        }

        return bytes;
    }

    /// <summary>Whether a frame may stand behind this byte.</summary>
    private bool Take(byte octet)
    {
        switch (_state)
        {
            case State.Head:
                return TakeHead(octet);
            case State.ChunkSize:
                if (ReadLine(octet) is { } size)
                {
                    _left = int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                    _state = _left == 0 ? State.Done : State.ChunkData;
                }

                return false;
            case State.ChunkData:
                Count(octet);
                _state = --_left == 0 ? State.ChunkEnd : State.ChunkData;
                return false;
            case State.ChunkEnd:
                _state = octet == '\n' ? State.ChunkSize : State.ChunkEnd;
                return octet == '\n';
            default:
                return Count(octet);
        }
    }

    private bool TakeHead(byte octet)
    {
        if (ReadLine(octet) is not { } line)
        {
            return false;
        }

        _isChunked |= line.StartsWith("transfer-encoding:", StringComparison.OrdinalIgnoreCase)
            && line.Contains("chunked", StringComparison.OrdinalIgnoreCase);
        if (line.Length > 0)
        {
            return false;
        }

        _state = _isChunked ? State.ChunkSize : State.Plain;
        return true;
    }

    private bool Count(byte octet)
    {
        var endsEvent = octet == '\n' && _before == '\n';
        _events += endsEvent ? 1 : 0;
        _before = endsEvent ? (byte)0 : octet;
        return endsEvent;
    }

    private string? ReadLine(byte octet)
    {
        if (octet != '\n')
        {
            _line.Append((char)octet);
            return null;
        }

        var line = _line.ToString().TrimEnd('\r');
        _line.Clear();
        return line;
    }

    private byte[] Frame()
    {
        var data = Encoding.UTF8.GetBytes($"data: {frame.Data}\n\n");
        return _isChunked ? [.. Encoding.ASCII.GetBytes($"{data.Length:x}\r\n"), .. data, .. "\r\n"u8] : data;
    }
}
