namespace AIWhisperer.Server.Mcp;

/// <summary>
/// An event stream that somebody else writes, with a comment in each long silence, so that no proxy takes it for dead. A comment stands
/// only where everything before it was flushed, that is, between two events; none stands before the first flush.
/// </summary>
/// <param name="inner">The response's body.</param>
/// <param name="interval">How long it may be silent.</param>
/// <param name="clock">Measures it.</param>
/// <param name="watch">Is told while the client has to take what was sent.</param>
internal sealed class BeatingStream(Stream inner, TimeSpan interval, TimeProvider clock, SendWatch watch) : Stream
{
    private static readonly byte[] s_comment = ":\n\n"u8.ToArray();

    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _end = new();
    private Task? _beating;
    private bool _isBetweenEvents;
    private bool _wasSilent;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => new(SendAsync(
        async token =>
        {
            _isBetweenEvents = false;
            await inner.WriteAsync(buffer, token);
        },
        cancellationToken));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => SendAsync(
        async token =>
        {
            await inner.FlushAsync(token);
            _isBetweenEvents = true;
            _beating ??= BeatAsync();
        },
        cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Ends the comments. The response's body is left open: it is the server's.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await (_beating ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        _gate.Dispose();
        await base.DisposeAsync();
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(interval, clock);
        while (await timer.WaitForNextTickAsync(_end.Token))
        {
            if (_wasSilent)
            {
                await SendAsync(WriteCommentAsync, _end.Token);
            }

            _wasSilent = true;
        }
    }

    private async Task WriteCommentAsync(CancellationToken cancellationToken)
    {
        if (_isBetweenEvents)
        {
            await inner.WriteAsync(s_comment, cancellationToken);
            await inner.FlushAsync(cancellationToken);
        }
    }

    private async Task SendAsync(Func<CancellationToken, Task> sendAsync, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _wasSilent = false;
            watch.BeginSend();
            await sendAsync(cancellationToken);
            watch.EndSend();
        }
        finally
        {
            _gate.Release();
        }
    }
}
