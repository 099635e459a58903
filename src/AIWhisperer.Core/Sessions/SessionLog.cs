using System.Runtime.CompilerServices;
using AIWhisperer.Core.Events;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// A session's log: gives sequence numbers, has durable events committed before anybody sees them, and lets any number of subscribers
/// follow. A subscriber is a cursor, not a queue, so a slow one costs nothing and delays nobody. Thread-safe.
/// </summary>
/// <remarks>
/// A number is given when the thing becomes visible, so a client's cursor never passes over something that it was not given. While a
/// durable event waits for its commit, deltas of its own turn are gathered and get their numbers right after it; those of other turns
/// get numbers that were left free before it.
/// </remarks>
internal sealed class SessionLog
{
    /// <summary>About what a subscriber that stops reading holds of a long log.</summary>
    private const int MaxBytesRead = 64 * 1024;

    private readonly ISessionStore _store;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly RecentEvents _recent;
    private readonly List<LiveMessage> _live = [];
    private readonly List<AttachSignal> _subscribers = [];
    private readonly UncommittedEvents _pending = new();
    private readonly TaskCompletionSource _streamsEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SessionRecord _committed;
    private SessionRecord _stored;
    private SessionRecord _record;
    private long _lastAssigned;
    private long _lastVisible;
    private bool _hasEnded;
    private Task<long> _latestAppend = Task.FromResult(0L);

    /// <param name="store">Where durable events go.</param>
    /// <param name="record">The session's row.</param>
    /// <param name="lastSeq">The highest sequence number that may ever have been given out.</param>
    /// <param name="clock">Stamps events.</param>
    public SessionLog(ISessionStore store, SessionRecord record, long lastSeq, TimeProvider clock)
    {
        _store = store;
        _clock = clock;
        _record = _committed = _stored = record;
        _lastAssigned = _lastVisible = lastSeq;
        _recent = new RecentEvents(lastSeq);
    }

    /// <summary>The session's row with every event taken so far.</summary>
    public SessionRecord Record
    {
        get
        {
            lock (_gate)
            {
                return _record;
            }
        }
    }

    /// <summary>The sequence number of the latest visible event.</summary>
    public long LastSeq
    {
        get
        {
            lock (_gate)
            {
                return _lastVisible;
            }
        }
    }

    /// <summary>Whether anybody follows the log.</summary>
    public bool HasSubscribers
    {
        get
        {
            lock (_gate)
            {
                return _subscribers.Count > 0;
            }
        }
    }

    /// <summary>
    /// Takes events in one step. Their order is fixed when the call returns; the task completes with the number of the first, once all are
    /// durable and visible.
    /// </summary>
    /// <param name="events">The events, their <see cref="SessionEvent.Seq"/> and <see cref="SessionEvent.At"/> still unset.</param>
    public Task<long> AppendAsync(params ReadOnlySpan<SessionEvent> events)
    {
        lock (_gate)
        {
            if (_record.IsClosed)
            {
                throw new ConflictException(ErrorCodes.SessionClosed, "The session is closed: it takes no more events. Create another one.");
            }

            var now = _clock.GetUtcNow();
            var stamped = new SessionEvent[events.Length];
            var logged = new LoggedEvent[events.Length];
            var ends = new LiveMessage?[events.Length];
            var freeThrough = _lastAssigned += UncommittedEvents.FreeBefore(events[0].TurnId, _live);
            for (var i = 0; i < events.Length; i++)
            {
                ends[i] = FindEnded(events[i]);
                if (ends[i] is { HasUnmarkedText: true } message)
                {
                    message.MarkUnderLock(++_lastAssigned);
                }

                var taken = stamped[i] = Complete(events[i], ends[i]) with { Seq = ++_lastAssigned, At = now };
                logged[i] = LoggedEvent.Of(taken);
                _record = SessionRecords.Apply(_record, taken);
            }

            _pending.Enqueue(stamped, freeThrough);
            return _latestAppend = CommitAsync(_latestAppend, _record, stamped, logged, ends);
        }
    }

    /// <summary>Takes the last event; nothing more when the log is closed already.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            return _record.IsClosed ? _latestAppend : AppendAsync(new SessionClosed());
        }
    }

    /// <summary>Begins a message that is streamed.</summary>
    public LiveMessage BeginMessage(string turnId, string agentId, MessageChannel channel)
    {
        var message = new LiveMessage(this, turnId, agentId, channel);
        lock (_gate)
        {
            _live.Add(message);
        }

        return message;
    }

    /// <summary>
    /// Ends every stream once it has given what is in the log: the server stops. Completes when the last of them has ended.
    /// </summary>
    public Task EndStreamsAsync()
    {
        lock (_gate)
        {
            _hasEnded = true;
            SignalSubscribers();
            if (_subscribers.Count == 0)
            {
                _streamsEnded.TrySetResult();
            }

            return _streamsEnded.Task;
        }
    }

    /// <summary>
    /// Everything on <paramref name="channels"/> after <paramref name="after"/>, then live; ends when the session closes or the server stops.
    /// </summary>
    public async IAsyncEnumerable<LoggedEvent> AttachAsync(
        long after, ChannelSet channels, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var signal = new AttachSignal();
        lock (_gate)
        {
            _subscribers.Add(signal);
        }

        try
        {
            var cursor = after;
            var batch = new List<LoggedEvent>();
            while (true)
            {
                batch.Clear();
                var isBehind = !TryTake(ref cursor, channels, batch, out var isEnd, out var through);
                if (isBehind)
                {
                    var stored = await _store.ReadAsync(
                        new EventQuery(_record.Id) { After = cursor, Through = through, Limit = 200, MaxBytes = MaxBytesRead }, cancellationToken);
                    WeaveLive(stored, cursor, channels, batch);
                    cursor = stored.Count == 0 ? through : stored[^1].Seq;
                }

                foreach (var logged in batch)
                {
                    if (channels.Show(logged) is { } shown)
                    {
                        yield return shown;
                    }
                }

                if (isEnd)
                {
                    yield break;
                }

                // What the store did not have may be among the recent events: only those tell that there is nothing new.
                if (batch.Count == 0 && !isBehind)
                {
                    await signal.WaitAsync(cancellationToken);
                }
            }
        }
        finally
        {
            lock (_gate)
            {
                _subscribers.Remove(signal);
                if (_hasEnded && _subscribers.Count == 0)
                {
                    _streamsEnded.TrySetResult();
                }
            }
        }
    }

    internal void AppendText(LiveMessage message, string text)
    {
        lock (_gate)
        {
            message.AppendUnderLock(text);
            if (TryMark(message))
            {
                SignalSubscribers();
            }
        }
    }

    internal string ReadText(LiveMessage message)
    {
        lock (_gate)
        {
            return message.TextUnderLock();
        }
    }

    private LiveMessage? FindEnded(SessionEvent sessionEvent)
    {
        var messageId = sessionEvent switch
        {
            MessageCompleted completed => completed.MessageId,
            MessageDropped dropped => dropped.MessageId,
            _ => null,
        };
        return messageId is null ? null : _live.Find(live => live.MessageId == messageId);
    }

    /// <summary>Whoever drops a message need not know where its pieces were shown.</summary>
    private static SessionEvent Complete(SessionEvent sessionEvent, LiveMessage? ended) =>
        ended is not null && sessionEvent is MessageDropped dropped ? dropped with { Channel = ended.Channel } : sessionEvent;

    /// <summary>The store completes appends in order, but their continuations may race: each waits for the one before it.</summary>
    private async Task<long> CommitAsync(
        Task before, SessionRecord record, SessionEvent[] stamped, LoggedEvent[] logged, LiveMessage?[] ends)
    {
        var isCommitted = false;
        try
        {
            var commit = _store.AppendAsync(record, logged, AcceptedMessage.Of(record.Id, stamped), UsageEntry.Of(stamped));
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await commit;
            isCommitted = true;
            return logged[0].Seq;
        }
        finally
        {
            lock (_gate)
            {
                var events = _pending.Dequeue();
                if (isCommitted)
                {
                    _stored = record;
                    _committed = events.Aggregate(_committed, SessionRecords.Apply);
                    Publish(logged, ends);
                }
                else
                {
                    _record = _pending.All.Aggregate(_committed, SessionRecords.Apply);
                    TakeBackNumbers(ends);
                }

                MarkGathered();
                SignalSubscribers();
            }

            await CorrectRowAsync();
        }
    }

    /// <summary>
    /// A row is computed when its events are taken, so it counts those before them that were refused only later. Such a row is written
    /// again once nothing is under way: until then each append brings a row of its own.
    /// </summary>
    private async Task CorrectRowAsync()
    {
        SessionRecord row;
        Task commit;
        lock (_gate)
        {
            if (_stored == _committed || _pending.Count > 0)
            {
                return;
            }

            row = _committed;
            commit = _store.AppendAsync(row, []);
        }

        try
        {
            await commit;
            _stored = row;
        }
        catch (UnavailableException)
        {
            // The next append writes the row, or tries this again when it is refused itself.
        }
    }

    private void Publish(LoggedEvent[] logged, LiveMessage?[] ends)
    {
        for (var i = 0; i < logged.Length; i++)
        {
            if (ends[i] is { } ended)
            {
                _live.Remove(ended);
            }

            _recent.Add(logged[i], ends[i]);
            _lastVisible = logged[i].Seq;
        }
    }

    /// <summary>
    /// Nobody has seen the numbers of what is refused, and the store keeps none: they are given again. Else an outage would use up those
    /// that a start after a crash passes over.
    /// </summary>
    private void TakeBackNumbers(LiveMessage?[] ends)
    {
        foreach (var message in ends)
        {
            message?.UnmarkUnderLock(_lastVisible);
        }

        if (_pending.Count == 0)
        {
            _lastAssigned = _lastVisible;
        }
    }

    /// <summary>Text that came during a commit becomes visible behind it. A message that the commit ended is whole already.</summary>
    private void MarkGathered()
    {
        foreach (var message in _live)
        {
            if (message.HasUnmarkedText)
            {
                TryMark(message);
            }
        }
    }

    /// <summary>Makes the text so far visible, unless it has to wait for a commit.</summary>
    private bool TryMark(LiveMessage message)
    {
        // While nothing is uncommitted, the numbers given out and the numbers visible are the same.
        var seq = _pending.Count == 0 ? ++_lastAssigned : _pending.FreeNumber(message.TurnId, _lastVisible);
        if (seq is { } free)
        {
            message.MarkUnderLock(free);
            _lastVisible = free;
        }

        return seq is not null;
    }

    private void SignalSubscribers()
    {
        foreach (var subscriber in _subscribers)
        {
            subscriber.Set();
        }
    }

    /// <summary>Puts between stored events the pieces of messages that were being written then, in order of sequence.</summary>
    private void WeaveLive(IReadOnlyList<LoggedEvent> stored, long cursor, ChannelSet channels, List<LoggedEvent> batch)
    {
        lock (_gate)
        {
            var recent = _recent.After(cursor);
            foreach (var logged in stored)
            {
                TakeDeltas(ref cursor, logged.Seq, channels, recent, batch);
                batch.Add(logged);
                cursor = logged.Seq;
            }
        }
    }

    /// <summary>Takes what is in memory after the cursor.</summary>
    /// <param name="cursor">The last number seen; moves to the last visible one, also over what is not shown.</param>
    /// <param name="channels">Whose pieces are taken.</param>
    /// <param name="batch">Is filled; whether its durable events are shown is still to be asked.</param>
    /// <param name="isEnd">Whether nothing can come after the batch.</param>
    /// <param name="through">Up to where the store has to be read.</param>
    /// <returns>False when something after the cursor is in the store only.</returns>
    private bool TryTake(ref long cursor, ChannelSet channels, List<LoggedEvent> batch, out bool isEnd, out long through)
    {
        lock (_gate)
        {
            isEnd = false;
            through = _recent.Floor;
            if (cursor < through)
            {
                return false;
            }

            var recent = _recent.After(cursor);
            foreach (var (logged, _) in recent)
            {
                TakeDeltas(ref cursor, logged.Seq, channels, recent, batch);
                batch.Add(logged);
                cursor = logged.Seq;
            }

            TakeDeltas(ref cursor, _lastVisible + 1, channels, [], batch);
            cursor = Math.Max(cursor, _lastVisible);
            isEnd = (_record.IsClosed || _hasEnded) && _pending.Count == 0;
            return true;
        }
    }

    /// <summary>
    /// All pieces to be shown between the cursor and the next durable event. Pieces of one message in a row become one delta; where several
    /// agents write at once their pieces alternate, so that every prefix of the stream is complete up to its last number.
    /// </summary>
    private void TakeDeltas(
        ref long cursor, long before, ChannelSet channels, ReadOnlySpan<RecentEvents.Entry> recent, List<LoggedEvent> batch)
    {
        while (true)
        {
            LiveMessage? next = null;
            var nextSeq = before;
            var otherSeq = before;
            foreach (var message in _live)
            {
                if (channels.Contains(message.Channel))
                {
                    Consider(message, cursor);
                }
            }

            foreach (var (ending, ended) in recent)
            {
                // Of what turned out to be commentary no more is shown to those who do not see it.
                if (ended is not null && channels.Contains(ended.Channel) && channels.Sees(ending.Channel))
                {
                    Consider(ended, cursor);
                }
            }

            if (next is null)
            {
                return;
            }

            var delta = next.CutDelta(cursor, otherSeq, _clock.GetUtcNow());
            batch.Add(delta);
            cursor = delta.Seq;

            void Consider(LiveMessage message, long after)
            {
                if (message.NextSeq(after) is not { } seq || seq >= otherSeq)
                {
                    return;
                }

                if (seq < nextSeq)
                {
                    (otherSeq, nextSeq, next) = (nextSeq, seq, message);
                }
                else
                {
                    otherSeq = seq;
                }
            }
        }
    }
}
