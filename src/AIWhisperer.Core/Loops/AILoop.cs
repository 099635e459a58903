using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.Logging;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops;

/// <summary>
/// One agent's engine inside one session: an inbox of turns, run one at a time by a worker that exists only while there is work.
/// An ordinary instance: any number live side by side with different settings. Thread-safe.
/// </summary>
public sealed partial class AILoop
{
    private readonly ILoopHost _host;
    private readonly ModelChooser _models;
    private readonly ToolCatalog _tools;
    private readonly ToolInvoker _invoker;
    private readonly AILoopOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<AILoop> _logger;
    private readonly Lock _gate = new();

    /// <summary>Waiting turns, at most <see cref="AILoopOptions.MaxQueuedTurns"/>: a post beyond that is refused, never dropped.</summary>
    private readonly LinkedList<Turn> _waiting = [];

    private AILoopConfig _config;
    private LoopHistory? _history;
    private bool _historyIsStale;
    private Turn? _running;
    private Task _worker = Task.CompletedTask;
    private ChosenModel? _latestModel;
    private bool _isStopping;
    private int _turnsEnded;
    private long _idleSince;

    internal AILoop(
        LoopKey key,
        AILoopConfig config,
        ILoopHost host,
        ModelChooser models,
        ToolCatalog tools,
        ToolInvoker invoker,
        AILoopOptions options,
        TimeProvider clock,
        ILogger<AILoop> logger)
    {
        Key = key;
        _config = config;
        _host = host;
        _models = models;
        _tools = tools;
        _invoker = invoker;
        _options = options;
        _clock = clock;
        _logger = logger;
        _idleSince = clock.GetTimestamp();
    }

    /// <summary>The loop's name.</summary>
    public LoopKey Key { get; }

    /// <summary>The settings its next turn runs with.</summary>
    public AILoopConfig Config => Volatile.Read(ref _config);

    /// <summary>Completes when no turn runs and none waits, unless one is posted meanwhile.</summary>
    internal Task CurrentWork
    {
        get
        {
            lock (_gate)
            {
                return _worker;
            }
        }
    }

    /// <summary>How long it has been without a turn; zero while one runs.</summary>
    internal TimeSpan IdleTime
    {
        get
        {
            lock (_gate)
            {
                return IdleTime_NeedsLock();
            }
        }
    }

    /// <summary>The loop as it is now.</summary>
    public AILoopStatus GetStatus()
    {
        lock (_gate)
        {
            var model = _latestModel?.Model ?? _models.Preview(_config).Model ?? _config.Models[0];
            var state = _isStopping ? AILoopState.Stopping : _running is null ? AILoopState.Idle : AILoopState.Running;
            return new AILoopStatus(
                Key.SessionId,
                Key.AgentId,
                model.Provider,
                model.Model,
                state,
                _config.Revision,
                _turnsEnded,
                _waiting.Count,
                IdleTime_NeedsLock().TotalSeconds);
        }
    }

    /// <summary>Uses other settings from the next turn on; a running turn keeps its own.</summary>
    internal void Configure(AILoopConfig config) => Volatile.Write(ref _config, config);

    /// <summary>Reads the history from the store again before the next turn.</summary>
    internal void ForgetHistory() => Volatile.Write(ref _historyIsStale, true);

    /// <summary>
    /// Takes a turn, or returns null when the loop is released and the caller must get another. The order of acceptance in the log is
    /// the order in which turns run.
    /// </summary>
    /// <exception cref="ConflictException">The loop is busy and the policy is to reject.</exception>
    /// <exception cref="LimitReachedException">The queue is full.</exception>
    internal PostedTurn? TryPost(TurnRequest request, BusyPolicy onBusy)
    {
        lock (_gate)
        {
            if (_isStopping)
            {
                return null;
            }

            var position = _waiting.Count + (_running is null ? 0 : 1);
            if (!request.IsRecovered)
            {
                Admit(position, onBusy);
            }

            var committed = request.IsRecovered ? Task.FromResult(0L) : _host.AppendAsync(Acceptance(request, position));
            _waiting.AddLast(new Turn(request, committed));
            if (_running is null)
            {
                TakeNext_NeedsLock();
                _worker = Task.Run(WorkAsync);
            }

            return new PostedTurn(position, committed);
        }
    }

    /// <summary>
    /// Stops a turn, running or waiting. Completes when its ending is durable; false when the loop does not hold it.
    /// </summary>
    internal async Task<bool> CancelAsync(string turnId, Actor by)
    {
        Turn? running;
        Turn? waiting;
        lock (_gate)
        {
            running = _running?.Request.TurnId == turnId ? _running : null;
            waiting = _waiting.FirstOrDefault(turn => turn.Request.TurnId == turnId);
            if (waiting is not null)
            {
                _waiting.Remove(waiting);
            }
        }

        if (running is not null)
        {
            await running.StopAsync(new StopCause.Cancelled(by));
            await running.Ended;
        }
        else if (waiting is not null)
        {
            await EndWaitingAsync(waiting, by);
        }

        return running is not null || waiting is not null;
    }

    /// <summary>Releases the loop if it is idle; it takes no turn from then on.</summary>
    internal bool TryRetire(TimeSpan minimumIdle)
    {
        lock (_gate)
        {
            if (_running is not null || IdleTime_NeedsLock() < minimumIdle)
            {
                return false;
            }

            _isStopping = true;
            return true;
        }
    }

    /// <summary>Takes no more turns and cancels those it has. Completes when they have ended.</summary>
    internal async Task StopAsync(Actor by)
    {
        Turn? running;
        Turn[] waiting;
        lock (_gate)
        {
            _isStopping = true;
            running = _running;
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        if (running is not null)
        {
            await running.StopAsync(new StopCause.Cancelled(by));
            await running.Ended;
        }

        await Task.WhenAll(waiting.Select(turn => EndWaitingAsync(turn, by)));
    }

    /// <summary>
    /// Takes no more turns and leaves the waiting ones to the next start. A running turn may end by itself for as long as
    /// <paramref name="graceToken"/> allows, then it is interrupted.
    /// </summary>
    internal async Task DrainAsync(CancellationToken graceToken)
    {
        Turn? running;
        lock (_gate)
        {
            _isStopping = true;
            foreach (var turn in _waiting)
            {
                turn.End();
            }

            _waiting.Clear();
            running = _running;
        }

        if (running is not null)
        {
            await running.Ended.WaitAsync(graceToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await running.StopAsync(new StopCause.Interrupted("The server stopped while the turn ran."));
            await running.GiveUpAsync();
            await running.Ended;
        }
    }

    /// <summary>Lets running and waiting turns end, and takes no others. Completes when none is left.</summary>
    internal Task FinishAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            return _worker;
        }
    }

    private void Admit(int position, BusyPolicy onBusy)
    {
        if (position > 0 && onBusy == BusyPolicy.Reject)
        {
            throw new ConflictException(
                ErrorCodes.AgentBusy,
                $"Agent '{Key.AgentId}' is in a turn and its policy is to reject. Wait for the turn's end, cancel it, or send with onBusy 'enqueue'.");
        }

        if (position > _options.MaxQueuedTurns)
        {
            throw new LimitReachedException(
                ErrorCodes.QueueFull,
                $"{_options.MaxQueuedTurns} turns wait for agent '{Key.AgentId}' already. Wait for one to end, or cancel one.",
                TimeSpan.FromSeconds(5));
        }
    }

    private SessionEvent[] Acceptance(TurnRequest request, int position)
    {
        var added = new MessageAdded(request.MessageId, "user", request.Text)
        {
            AgentId = Key.AgentId,
            TurnId = request.TurnId,
            ClientMessageId = request.Name?.ClientMessageId,
            Digest = request.Name?.Digest,
        };
        return position == 0 ? [added] : [added, new TurnQueued(position) { AgentId = Key.AgentId, TurnId = request.TurnId }];
    }

    /// <summary>Ends a turn that was taken out of the queue. The log hears of it only if it heard of its acceptance.</summary>
    private async Task EndWaitingAsync(Turn turn, Actor by)
    {
        try
        {
            await ((Task)turn.Committed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (turn.Committed.IsCompletedSuccessfully)
            {
                var waited = (long)_clock.GetElapsedTime(turn.Request.AcceptedAt).TotalMilliseconds;
                await _host.AppendAsync(new TurnCancelled(by, TurnUsage.None, new TurnTimings(waited, null, waited))
                {
                    AgentId = Key.AgentId,
                    TurnId = turn.Request.TurnId,
                });
            }
        }
        finally
        {
            turn.End();
        }
    }

    private TimeSpan IdleTime_NeedsLock() => _running is null ? _clock.GetElapsedTime(_idleSince) : TimeSpan.Zero;

    private void TakeNext_NeedsLock()
    {
        _running = _waiting.First?.Value;
        if (_running is not null)
        {
            _waiting.RemoveFirst();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A worker that died would leave its loop running for ever.")]
    private async Task WorkAsync()
    {
        while (true)
        {
            var turn = _running!;
            try
            {
                await RunAsync(turn);
            }
            catch (Exception exception)
            {
                LogTurnLost(exception, turn.Request.TurnId, Key.AgentId);
            }

            lock (_gate)
            {
                _turnsEnded++;
                _idleSince = _clock.GetTimestamp();
                TakeNext_NeedsLock();
                turn.End();
                if (_running is null)
                {
                    return;
                }
            }
        }
    }

    private async Task RunAsync(Turn turn)
    {
        var config = Config;
        var rounds = new ToolRounds(turn.Request.TurnId, config, _tools, _invoker, new LoopToolSession(Key.AgentId, _host));
        var runner = new TurnRunner(turn, config, _host, rounds, _clock, _logger);
        if (!await runner.RunAsync(GetHistoryAsync, () => _latestModel = _models.Choose(config)))
        {
            ForgetHistory();
        }
    }

    private async Task<LoopHistory> GetHistoryAsync(CancellationToken turnToken)
    {
        if (Interlocked.Exchange(ref _historyIsStale, false) || _history is null)
        {
            _history = null;
            _history = await _host.LoadHistoryAsync(Key.AgentId, turnToken);
        }

        return _history;
    }

    [LoggerMessage(LogLevel.Critical, "Turn {TurnId} of agent {AgentId} was lost by a defect; it will be interrupted at the next start")]
    private partial void LogTurnLost(Exception exception, string turnId, string agentId);
}
