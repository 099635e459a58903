using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Callers;
using Microsoft.Extensions.Logging;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops;

/// <summary>
/// One agent's engine inside one session: an inbox of turns, run one at a time by a worker that exists only while there is work.
/// An ordinary instance: any number live side by side with different settings. Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The loop's client is disposable by its interface only; it owns nothing.")]
public sealed partial class AILoop
{
    private readonly ILoopHost _host;
    private readonly LoopResources _resources;
    private readonly AILoopOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<AILoop> _logger;
    private readonly LoopChatClient _client = new();
    private readonly ILoopEngine _engine;
    private readonly Lock _gate = new();

    private readonly TurnEndings _endings;

    /// <summary>At most <see cref="AILoopOptions.MaxQueuedTurns"/>: a post beyond that is refused, never dropped.</summary>
    private readonly TurnQueue _waiting = new();

    /// <summary>Turns that were taken out of the queue and whose ending is not durable yet.</summary>
    private readonly List<Turn> _leaving = [];

    private AILoopConfig _config;
    private LoopHistory? _history;
    private bool _historyIsStale;
    private Turn? _running;
    private Task _worker = Task.CompletedTask;
    private volatile IModelChain? _latestModels;
    private bool _isStopping;
    private bool _isDraining;
    private int _turnsEnded;
    private long _turnsTaken;
    private long _idleSince;

    internal AILoop(LoopKey key, AILoopConfig config, ILoopHost host, LoopResources resources)
    {
        Key = key;
        _config = config;
        _host = host;
        _resources = resources;
        _options = resources.Options;
        _clock = resources.Clock;
        _logger = resources.Logger;
        _engine = resources.Engines.Create(key, _client);
        _endings = new TurnEndings(_clock, _logger);
        _idleSince = _clock.GetTimestamp();
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
            var model = _latestModels?.Current ?? _resources.Models.Preview(_config).Model ?? _config.Models[0];
            return new AILoopStatus(
                Key.SessionId,
                Key.AgentId,
                model.Provider,
                model.Model,
                State_NeedsLock(),
                _config.Revision,
                _turnsEnded,
                _waiting.Count,
                IdleTime_NeedsLock().TotalSeconds);
        }
    }

    private AILoopState State_NeedsLock() =>
        _isStopping ? AILoopState.Stopping
        : _running is null ? AILoopState.Idle
        : _host.Approvals.Open.Any(question => question.Asked.TurnId == _running.Request.TurnId) ? AILoopState.WaitingForApproval
        : AILoopState.Running;

    /// <summary>Uses other settings from the next turn on; a running turn keeps its own.</summary>
    internal void Configure(AILoopConfig config) => Volatile.Write(ref _config, config);

    /// <summary>Reads the history from the store again before the next turn.</summary>
    internal void ForgetHistory() => Volatile.Write(ref _historyIsStale, true);

    /// <summary>
    /// Takes a message, or returns null when the loop is released and the caller must get another. What happens while a turn runs is up to
    /// <paramref name="onBusy"/>; turns of the same policy run in the order of their acceptance in the log.
    /// </summary>
    /// <exception cref="ConflictException">The loop is busy and the policy is to reject.</exception>
    /// <exception cref="InvalidInputException">The message brings tools and would join a turn.</exception>
    /// <exception cref="LimitReachedException">The queue is full.</exception>
    internal PostedTurn? TryPost(TurnRequest request, BusyPolicy onBusy)
    {
        lock (_gate)
        {
            if (_isStopping)
            {
                return null;
            }

            if (onBusy == BusyPolicy.Steer && TrySteer_NeedsLock(request) is { } joined)
            {
                return joined;
            }

            var ahead = _waiting.Count + RunningAhead_NeedsLock();
            TurnReplacement? replaces = ahead == 0 ? null : onBusy switch
            {
                BusyPolicy.Interrupt => TurnReplacement.Interrupt,
                BusyPolicy.Rollback => TurnReplacement.Rollback,
                _ => null,
            };
            if (!request.IsRecovered)
            {
                Admit(replaces is null ? ahead : 0, onBusy);
            }

            var position = replaces is null ? ahead : 1;
            var committed = request.IsRecovered ? Task.FromResult(0L) : _host.AppendAsync(Acceptance(request, position, replaces));
            var steering = new SteeringInbox(Math.Max(1, _options.MaxQueuedTurns), request.Resumes?.Steering ?? []);
            var turn = new Turn(request, ++_turnsTaken, replaces, steering, committed)
            {
                LoggedPosition = request.IsRecovered ? 0 : position,
            };
            _waiting.Add(turn);
            if (_running is null)
            {
                _running = _waiting.TakeNext();
                _worker = Task.Run(WorkAsync);
            }
            else
            {
                _ = SettleAsync(turn);
            }

            return new PostedTurn(request.TurnId, position, committed);
        }
    }

    /// <summary>Stops a turn, running or waiting. Completes when its ending is durable; false when the loop does not hold it.</summary>
    internal Task<bool> CancelAsync(string turnId, StopCause.Cancelled cause) => CancelAsync([turnId], cause);

    /// <summary>
    /// Stops turns, running and waiting, at one moment: none of them begins because the one before it ends. Completes when their endings are
    /// durable; false when the loop holds none of them.
    /// </summary>
    internal async Task<bool> CancelAsync(IReadOnlyCollection<string> turnIds, StopCause.Cancelled cause)
    {
        Turn? running;
        Turn[] waiting;
        Turn[] leaving;
        lock (_gate)
        {
            running = _running is not null && turnIds.Contains(_running.Request.TurnId) ? _running : null;
            leaving = [.. _leaving.Where(turn => turnIds.Contains(turn.Request.TurnId))];
            waiting = [.. turnIds.Select(_waiting.Take).OfType<Turn>()];
            _leaving.AddRange(waiting);
        }

        if (running is not null)
        {
            await running.StopAsync(cause);
        }

        await Task.WhenAll(waiting.Select(turn => EndWaitingAsync(turn, cause)));
        if (waiting.Length > 0)
        {
            await AnnouncePositionsAsync();
        }

        await Task.WhenAll([running?.Ended ?? Task.CompletedTask, .. leaving.Select(turn => turn.Ended)]);
        return running is not null || waiting.Length > 0 || leaving.Length > 0;
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
        var cause = new StopCause.Cancelled(by);
        Turn? running;
        Turn[] waiting;
        lock (_gate)
        {
            _isStopping = true;
            running = _running;
            waiting = _waiting.TakeAll();
            _leaving.AddRange(waiting);
        }

        if (running is not null)
        {
            await running.StopAsync(cause);
            await running.Ended;
        }

        await Task.WhenAll(waiting.Select(turn => EndWaitingAsync(turn, cause)));
    }

    /// <summary>
    /// Takes no more turns and leaves the waiting ones to the next start. A running turn may end by itself for as long as
    /// <paramref name="graceToken"/> allows, then it is interrupted. One that waits for a person is left to the next start as it is.
    /// </summary>
    internal async Task DrainAsync(CancellationToken graceToken)
    {
        Turn? running;
        lock (_gate)
        {
            _isStopping = _isDraining = true;
            running = _running;
        }

        if (running is not null)
        {
            await running.RestAsync(graceToken);
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

    /// <summary>Null when no turn runs that the message could join: then it becomes a turn of its own.</summary>
    private PostedTurn? TrySteer_NeedsLock(TurnRequest request)
    {
        if (_running is not { Cause: null, Committed.IsCompletedSuccessfully: true } running)
        {
            return null;
        }

        var turnId = running.Request.TurnId;
        return running.Steering.TryAdd(Accept, out var message) ? new PostedTurn(turnId, 0, message.Committed) : null;

        SteeringMessage Accept() => request.Tools.Count > 0
            ? throw new InvalidInputException(
                ErrorCodes.InvalidRequest,
                "tools",
                "The message would join a running turn, which keeps the tools that it began with. Leave 'tools' out, or send another 'onBusy'.")
            : new(
                request.MessageId,
                request.Text,
                _host.AppendAsync(request.Added(Key.AgentId) with { TurnId = turnId, Steers = true }),
                request.IsUntrusted);
    }

    private SessionEvent[] Acceptance(TurnRequest request, int position, TurnReplacement? replaces)
    {
        var added = request.Added(Key.AgentId) with { Replaces = replaces };
        return position == 0 ? [added] : [added, new TurnQueued(position) { AgentId = Key.AgentId, TurnId = request.TurnId }];
    }

    /// <summary>
    /// What follows once the acceptance of a waiting turn is durable: only then may it take the place of others, since a message that was
    /// refused must have changed nothing.
    /// </summary>
    private async Task SettleAsync(Turn turn)
    {
        await ((Task)turn.Committed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (turn.Replaces is { } replaces && turn.Committed.IsCompletedSuccessfully)
        {
            await ReplaceAsync(turn, replaces);
        }

        await AnnouncePositionsAsync();
    }

    private async Task ReplaceAsync(Turn replacement, TurnReplacement replaces)
    {
        var cause = new StopCause.Cancelled(Actor.User, replacement.Request.TurnId, replaces == TurnReplacement.Rollback);
        Turn? running;
        Turn[] waiting;
        lock (_gate)
        {
            if (_running != replacement && !_waiting.Contains(replacement))
            {
                return;
            }

            running = _running?.Ordinal < replacement.Ordinal ? _running : null;
            waiting = _waiting.TakeReplacedBy(replacement);
            _leaving.AddRange(waiting);
        }

        if (running is not null)
        {
            await running.StopAsync(cause);
        }

        await Task.WhenAll(waiting.Select(turn => EndWaitingAsync(turn, cause)));
    }

    /// <summary>Ends a turn that was taken out of the queue. The log hears of it only if it heard of its acceptance.</summary>
    private async Task EndWaitingAsync(Turn turn, StopCause.Cancelled cause)
    {
        await ((Task)turn.Committed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (turn.Committed.IsCompletedSuccessfully)
        {
            var waited = (long)_clock.GetElapsedTime(turn.Request.AcceptedAt).TotalMilliseconds;
            var ending = new TurnCancelled(cause.By, TurnUsage.None, new TurnTimings(waited, null, waited))
            {
                AgentId = Key.AgentId,
                TurnId = turn.Request.TurnId,
                ReplacedBy = cause.ReplacedBy,
                RolledBack = cause.RollsBack,
            };
            await _endings.StoreAsync(turn, Key.AgentId, () => _host.AppendAsync(ending));

            // The running turn's history has not heard of it.
            ForgetHistory();
        }

        lock (_gate)
        {
            _leaving.Remove(turn);
            turn.End();
        }
    }

    /// <summary>Tells the clients of waiting turns whose place has changed.</summary>
    private async Task AnnouncePositionsAsync()
    {
        try
        {
            Task announced;
            lock (_gate)
            {
                var moves = _waiting.TakeMoves(Key.AgentId, RunningAhead_NeedsLock());
                if (moves.Length == 0)
                {
                    return;
                }

                announced = _host.AppendAsync(moves);
            }

            await announced;
        }
        catch (AIWhispererException)
        {
            // A place in the queue is news, no promise: what counts is that the turn starts.
        }
    }

    private int RunningAhead_NeedsLock() => _running is null or { IsEnding: true } ? 0 : 1;

    private TimeSpan IdleTime_NeedsLock() => _running is null ? _clock.GetElapsedTime(_idleSince) : TimeSpan.Zero;

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
                _running = _isDraining ? null : _waiting.TakeNext();
                turn.End();
                if (_running is null)
                {
                    return;
                }

                // Within the lock, so that the log hears of these places before it hears of later turns'.
                _ = AnnouncePositionsAsync();
            }
        }
    }

    private async Task RunAsync(Turn turn)
    {
        var config = Config;
        var meter = _resources.Meter();
        var rounds = new ToolRounds(turn, Key, config, _resources, _host, _engine);
        var runner = new TurnRunner(turn, config, _host, _engine.Client, meter, rounds, _endings, _clock, _logger);
        if (!await runner.RunAsync(CallerAgent.Is(Key.AgentId) ? _ => Task.FromResult(HistoryOf(turn.Request)) : GetHistoryAsync, BeginChain))
        {
            ForgetHistory();
        }

        IModelChain BeginChain()
        {
            _latestModels = _resources.Models.Begin(Key, config, meter);
            var gate = _resources.Gates.For(config.Agent);
            _client.Use(gate.IsOpen ? _latestModels : new GatedChatClient(_latestModels, gate, Key));
            return _latestModels;
        }
    }

    /// <summary>
    /// A caller's message says all, also whether its sender has read what nobody vouches for. The log is not asked: it may be long, and the
    /// caller's other calls, which run beside this one, are in it too.
    /// </summary>
    private LoopHistory HistoryOf(TurnRequest request)
    {
        var history = new LoopHistory(Key.AgentId);
        if (request.Resumes is { } stopped)
        {
            history.Apply(request.Added(Key.AgentId));
            foreach (var told in stopped.Told)
            {
                history.Apply(told);
            }
        }

        return history;
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
