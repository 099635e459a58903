namespace AIWhisperer.Core.Providers;

/// <summary>
/// The body of a reply, with a look at its first bytes and a limit on what may come between two events, which the parser above would
/// otherwise buffer without end. Owns the inner stream.
/// </summary>
internal sealed class ReplyStream(Stream inner, ProviderFaults faults) : Stream
{
    /// <summary>The most characters of an answer (text, reasoning and arguments together), and the most bytes of one event.</summary>
    public const int AnswerLimit = 8 * 1024 * 1024;

    private const int PeekSize = 256;
    private readonly byte[] _peeked = new byte[PeekSize];
    private int _peekedStart;
    private int _peekedEnd;
    private long _sinceEvent;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads up to the first byte that tells the form; the bytes stay to be read again.</summary>
    public async Task<ReplyForm> FindFormAsync(CancellationToken cancellationToken)
    {
        while (_peekedEnd < PeekSize)
        {
            var read = await inner.ReadAsync(_peeked.AsMemory(_peekedEnd), cancellationToken);
            _peekedEnd += read;
            var first = _peeked.AsSpan(0, _peekedEnd).TrimStart(" \t\r\n\uFEFF"u8);
            if (read == 0 || !first.IsEmpty)
            {
                return first switch
                {
                    [(byte)'{' or (byte)'[', ..] => ReplyForm.Json,
                    [(byte)'<', ..] => ReplyForm.Html,
                    _ => ReplyForm.Events,
                };
            }
        }

        return ReplyForm.Events;
    }

    /// <summary>All that is left, without a byte-order mark.</summary>
    public async Task<byte[]> ReadToEndAsync(CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        await CopyToAsync(whole, cancellationToken);
        return whole.ToArray().AsSpan().TrimStart("\uFEFF"u8).ToArray();
    }

    /// <summary>An event has been read: the limit counts from here.</summary>
    public void StartEvent() => _sinceEvent = 0;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = _peekedStart < _peekedEnd ? ReadPeeked(buffer.Span) : await inner.ReadAsync(buffer, cancellationToken);
        _sinceEvent += read;
        return _sinceEvent <= AnswerLimit ? read : throw faults.TooLarge();
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadPeeked(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _peekedEnd - _peekedStart);
        _peeked.AsSpan(_peekedStart, count).CopyTo(buffer);
        _peekedStart += count;
        return count;
    }
}
