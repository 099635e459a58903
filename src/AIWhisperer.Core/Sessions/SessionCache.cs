using System.Collections.Concurrent;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// The sessions in memory: at most one object for each id, for as long as anything uses it. Those that nobody used for a while are held
/// weakly: whoever still has one keeps it the only one, and when nobody has, it goes and is read from the store at need. Thread-safe.
/// </summary>
internal sealed class SessionCache(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim[] _loading = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    private volatile bool _hasEnded;

    /// <summary>The sessions in memory now.</summary>
    public IEnumerable<Session> Sessions => _entries.Values.Select(entry => entry.Peek()).OfType<Session>();

    public Session? Find(string sessionId) =>
        _entries.TryGetValue(sessionId, out var entry) ? entry.Use(clock.GetTimestamp()) : null;

    /// <summary>The session in memory, or what <paramref name="loadAsync"/> gives: called once, however many callers race.</summary>
    public async Task<Session?> GetOrLoadAsync(
        string sessionId, Func<CancellationToken, Task<Session?>> loadAsync, CancellationToken cancellationToken)
    {
        if (Find(sessionId) is { } session)
        {
            return session;
        }

        var loading = _loading[(uint)string.GetHashCode(sessionId, StringComparison.Ordinal) % (uint)_loading.Length];
        await loading.WaitAsync(cancellationToken);
        try
        {
            session = Find(sessionId) ?? await loadAsync(cancellationToken);
            if (session is not null)
            {
                Add(session);
            }

            return session;
        }
        finally
        {
            loading.Release();
        }
    }

    public void Add(Session session)
    {
        _entries[session.Id] = new Entry(session, clock.GetTimestamp());
        if (_hasEnded)
        {
            _ = session.EndStreamsAsync();
        }
    }

    public void Remove(string sessionId) => _entries.TryRemove(sessionId, out _);

    /// <summary>
    /// Ends the streams of all sessions, and of those that are loaded later. Completes when those that follow one now have read to its end.
    /// </summary>
    public Task EndStreamsAsync()
    {
        _hasEnded = true;
        return Task.WhenAll(Sessions.Select(session => session.EndStreamsAsync()));
    }

    /// <summary>Lets go of sessions without subscribers that nobody asked for within <paramref name="keep"/>.</summary>
    public void Sweep(TimeSpan keep)
    {
        foreach (var (id, entry) in _entries)
        {
            if (entry.Sweep(used => clock.GetElapsedTime(used) > keep) is null)
            {
                _entries.TryRemove(new KeyValuePair<string, Entry>(id, entry));
            }
        }
    }

    private sealed class Entry(Session session, long usedAt)
    {
        private readonly WeakReference<Session> _weak = new(session);
        private Session? _strong = session;
        private long _usedAt = usedAt;

        public Session? Peek() => _weak.TryGetTarget(out var target) ? target : null;

        public Session? Use(long now)
        {
            Volatile.Write(ref _usedAt, now);
            var target = Peek();
            Volatile.Write(ref _strong, target);
            return target;
        }

        public Session? Sweep(Func<long, bool> isUnused)
        {
            var target = Peek();
            var keeps = target is { HasSubscribers: true } || !isUnused(Volatile.Read(ref _usedAt));
            Volatile.Write(ref _strong, keeps ? target : null);
            return target;
        }
    }
}
