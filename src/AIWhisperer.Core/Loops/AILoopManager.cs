using AIWhisperer.Core.Events;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Loops;

/// <summary>
/// The live loops by session and agent, and their lifetimes: get or create, find, list, release. A singleton; thread-safe. It does no
/// I/O and knows no prompts.
/// </summary>
public sealed class AILoopManager
{
    private readonly AILoopFactory _factory;
    private readonly AILoopOptions _options;
    private readonly IToolServers _toolServers;
    private readonly Lock _gate = new();
    private readonly Dictionary<LoopKey, AILoop> _loops = [];
    private readonly Dictionary<string, int> _loopsOfSession = new(StringComparer.Ordinal);
    private bool _isDraining;

    internal AILoopManager(AILoopFactory factory, IOptions<AILoopOptions> options, IToolServers toolServers)
    {
        _factory = factory;
        _toolServers = toolServers;
        _options = options.Value;
    }

    /// <summary>Whether the server is stopping: no turn is taken any more.</summary>
    public bool IsDraining
    {
        get
        {
            lock (_gate)
            {
                return _isDraining;
            }
        }
    }

    /// <summary>The loop of that key, made on the first call: exactly one, however many calls race.</summary>
    /// <param name="key">The loop's name.</param>
    /// <param name="config">What a new loop runs with; a live one keeps its own.</param>
    /// <param name="host">The session a new loop runs in.</param>
    /// <exception cref="LimitReachedException">The most loops are live and none of them is idle.</exception>
    /// <exception cref="UnavailableException">The server is stopping.</exception>
    public AILoop GetOrCreate(LoopKey key, AILoopConfig config, ILoopHost host)
    {
        lock (_gate)
        {
            RefuseWhileDraining();
            if (_loops.TryGetValue(key, out var live))
            {
                return live;
            }

            MakeRoom_NeedsLock(key);
            var loop = _factory.Create(key, config, host);
            _loops.Add(key, loop);
            _loopsOfSession[key.SessionId] = _loopsOfSession.GetValueOrDefault(key.SessionId) + 1;
            return loop;
        }
    }

    /// <summary>The live loop of that key, or null.</summary>
    public AILoop? Find(LoopKey key)
    {
        lock (_gate)
        {
            return _loops.GetValueOrDefault(key);
        }
    }

    /// <summary>All live loops.</summary>
    public IReadOnlyList<AILoop> List()
    {
        lock (_gate)
        {
            return [.. _loops.Values];
        }
    }

    /// <summary>Cancels the loop's turns and releases it. False when there is no such loop.</summary>
    public async Task<bool> ReleaseAsync(LoopKey key)
    {
        if (Find(key) is not { } loop)
        {
            return false;
        }

        await loop.StopAsync(Actor.User);
        Remove(loop);
        return true;
    }

    /// <summary>Cancels the turns of all loops of a session and releases them.</summary>
    public Task ReleaseSessionAsync(string sessionId) =>
        Task.WhenAll(List().Where(loop => loop.Key.SessionId == sessionId).Select(loop => ReleaseAsync(loop.Key)));

    /// <summary>Lets the turns of an agent's loops end, then releases the loops: the agent is gone from the configuration.</summary>
    public Task RetireAgentAsync(string agentId) =>
        Task.WhenAll(List().Where(loop => loop.Key.AgentId == agentId).Select(async loop =>
        {
            await loop.FinishAsync();
            Remove(loop);
        }));

    /// <summary>Releases loops that have been idle for longer than <see cref="AILoopOptions.IdleTimeout"/>.</summary>
    /// <returns>How many.</returns>
    public int EvictIdle() => List().Count(loop => loop.TryRetire(_options.IdleTimeout) && Remove(loop));

    /// <summary>Takes no more turns.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isDraining = true;
        }
    }

    /// <summary>
    /// Takes no more turns, waits for running ones as long as the token allows, then interrupts them. Waiting turns stay in the store for
    /// the next start; until then they can be cancelled, as running ones can. Completes when no turn runs.
    /// </summary>
    public Task DrainAsync(CancellationToken graceToken)
    {
        Close();
        return Task.WhenAll(List().Select(loop => loop.DrainAsync(graceToken)));
    }

    /// <exception cref="UnavailableException">The server is stopping.</exception>
    internal void RefuseWhileDraining()
    {
        if (IsDraining)
        {
            throw new UnavailableException(ErrorCodes.ServerStopping, "The server is stopping. Try again when it is back.")
            {
                RetryAfter = TimeSpan.FromSeconds(5),
            };
        }
    }

    /// <summary>Removes the loop if it is still the one under its key: a successor is left alone.</summary>
    internal bool Remove(AILoop loop)
    {
        lock (_gate)
        {
            return Remove_NeedsLock(loop);
        }
    }

    /// <summary>Releases a loop that was made for one turn, once that has ended.</summary>
    internal async Task ReleaseAfterTurnAsync(AILoop loop)
    {
        await loop.CurrentWork;
        if (loop.TryRetire(TimeSpan.Zero))
        {
            Remove(loop);
        }
    }

    private bool Remove_NeedsLock(AILoop loop)
    {
        if (_loops.GetValueOrDefault(loop.Key) != loop)
        {
            return false;
        }

        _loops.Remove(loop.Key);
        if (--_loopsOfSession[loop.Key.SessionId] == 0)
        {
            _loopsOfSession.Remove(loop.Key.SessionId);

            // Within the lock, where it lets go and waits for nothing: what a new loop of the session connects to is not meant.
            _ = _toolServers.ReleaseSessionAsync(loop.Key.SessionId);
        }

        return true;
    }

    private void MakeRoom_NeedsLock(LoopKey key)
    {
        if (key.TurnId is null && HasMostAgents_NeedsLock(key.SessionId) && !TryRetireLongestIdle_NeedsLock(key.SessionId))
        {
            throw Full($"The session has {_options.MaxLoopsPerSession} loops in use, the most allowed (AIWhisperer:Loops:MaxLoopsPerSession).");
        }

        if (_loops.Count >= _options.MaxLoops && !TryRetireLongestIdle_NeedsLock(null))
        {
            throw Full($"The server has {_options.MaxLoops} loops in use, the most allowed (AIWhisperer:Loops:MaxLoops).");
        }
    }

    /// <summary>Loops that are made for one turn take no agent's place: how many there are is the limit of turns' affair.</summary>
    private bool HasMostAgents_NeedsLock(string sessionId) =>
        _loopsOfSession.GetValueOrDefault(sessionId) >= _options.MaxLoopsPerSession
        && _loops.Keys.Count(key => key.SessionId == sessionId && key.TurnId is null) >= _options.MaxLoopsPerSession;

    private bool TryRetireLongestIdle_NeedsLock(string? sessionId)
    {
        var candidates = _loops.Values
            .Where(loop => sessionId is null || (loop.Key.SessionId == sessionId && loop.Key.TurnId is null))
            .OrderByDescending(loop => loop.IdleTime);
        return candidates.FirstOrDefault(loop => loop.TryRetire(TimeSpan.Zero)) is { } retired && Remove_NeedsLock(retired);
    }

    private static LimitReachedException Full(string message) =>
        new(ErrorCodes.LoopLimit, $"{message} Wait for a turn to end.", TimeSpan.FromSeconds(5));
}
