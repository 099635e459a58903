namespace AIWhisperer.Mcp;

/// <summary>A stream to read from that breaks off at a message over a limit: who gathers messages from it gathers no more than that.</summary>
/// <param name="inner">Where the bytes come from; disposed with this.</param>
/// <param name="framing">Where messages end.</param>
/// <param name="limit">The most bytes of one message.</param>
internal sealed class BoundedMessageStream(Stream inner, MessageFraming framing, int limit) : Stream
{
    private long _ofMessage;
    private bool _isLineEmpty = true;

    /// <summary>Whether it broke off.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether there was no more to read.</summary>
    public bool IsAtEnd { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => Count(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        await ReadAsync(buffer.AsMemory(offset, count), cancellationToken);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = await inner.ReadAsync(buffer, cancellationToken);
        return Count(buffer.Span[..length]);
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(ReadOnlySpan<byte> bytes)
    {
        IsAtEnd |= bytes.IsEmpty;
        foreach (var value in bytes)
        {
            _ofMessage++;
            var endsLine = value == (byte)'\n';
            if (endsLine && (framing == MessageFraming.Line || (framing == MessageFraming.Event && _isLineEmpty)))
            {
                _ofMessage = 0;
            }

            _isLineEmpty = endsLine || (_isLineEmpty && value == (byte)'\r');
            if (_ofMessage > limit)
            {
                IsBroken = true;
                throw new IOException($"A message is larger than {limit} bytes.");
            }
        }

        return bytes.Length;
    }
}
