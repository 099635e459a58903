namespace AIWhisperer.Server;

/// <summary>
/// Cuts off a client that does not take what is sent to it. One for each stream; told by the one who sends, which costs it a write to a
/// field. A stream that is cut can be resumed: nothing is lost with it.
/// </summary>
internal sealed class SendWatch : IAsyncDisposable
{
    private const long NothingIsSent = long.MinValue;

    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private readonly Action _cut;
    private readonly ITimer _timer;
    private long _since = NothingIsSent;

    /// <param name="patience">How long one send may take.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="cut">Cuts the client off; called once at most.</param>
    public SendWatch(TimeSpan patience, TimeProvider clock, Action cut)
    {
        _patience = patience;
        _clock = clock;
        _cut = cut;
        _timer = clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(patience, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something was handed to the client's connection, which is not done with it.</summary>
    public void BeginSend() => Volatile.Write(ref _since, _clock.GetTimestamp());

    /// <summary>The connection takes more.</summary>
    public void EndSend() => Volatile.Write(ref _since, NothingIsSent);

    /// <summary>Ends the watch; the client is not cut off after it.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    /// <summary>Looks once in a patience, and at the end of that of a send under way.</summary>
    private void Look()
    {
        var since = Volatile.Read(ref _since);
        var left = since == NothingIsSent ? _patience : _patience - _clock.GetElapsedTime(since);
        if (left > TimeSpan.Zero)
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _cut();
        }
    }
}
