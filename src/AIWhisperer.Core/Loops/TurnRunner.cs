using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops;

/// <summary>
/// Does one turn: model calls and tool rounds until the model is done, and exactly one ending whatever happens. Used once.
/// </summary>
internal sealed partial class TurnRunner(
    Turn turn,
    AILoopConfig config,
    ILoopHost host,
    IChatClient client,
    UsageMeter meter,
    ToolRounds tools,
    TurnEndings endings,
    TimeProvider clock,
    ILogger<AILoop> logger)
{
    private readonly string _agentId = config.Agent.Id;
    private readonly string _turnId = turn.Request.TurnId;
    private readonly long _startedAt = clock.GetTimestamp();
    private LoopHistory _history = new(config.Agent.Id);
    private ModelReply? _reply;
    private IModelChain? _models;
    private bool _isStored = true;
    private Task _begun = Task.CompletedTask;
    private long? _firstContentAt;

    /// <summary>
    /// Completes when the turn's ending is durable. Never throws. False when the store refused some of the turn's events: the history that
    /// the turn worked on then holds what the log does not.
    /// </summary>
    /// <param name="loadHistory">Gives what the agent knows of the session.</param>
    /// <param name="choose">Gives the models that <c>client</c> calls from then on, or throws when none can be used.</param>
    [SuppressMessage("Design", "CA1031", Justification = "A turn's fault, whatever it is, ends that turn and nothing else.")]
    public async Task<bool> RunAsync(Func<CancellationToken, Task<LoopHistory>> loadHistory, Func<IModelChain> choose)
    {
        await using var limit = new TurnTimeLimit(
            clock, config.TurnTimeout, () => _ = turn.StopAsync(new StopCause.TimedOut(config.TurnTimeout)));
        turn.Waits.Changed = limit.StandStill;
        SessionEvent ending;
        try
        {
            ending = await AnswerAsync(loadHistory, choose);
        }
        catch (Exception) when (turn.Cause is { } cause)
        {
            ending = Stopped(cause);
        }
        catch (AIWhispererException exception)
        {
            LogTurnFailed(_turnId, _agentId, exception.Code);
            LogTurnFailedSensitive(exception, _turnId);
            ending = Failed(exception.Code, exception.Message, exception is ProviderException { Retryable: true } or UnavailableException);
        }
        catch (Exception exception)
        {
            LogTurnBroke(exception, _turnId, _agentId);
            ending = Failed(ErrorCodes.Internal, "The turn failed unexpectedly. The server's log has the details under the turn's id.", false);
        }

        await ((Task)turn.Committed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!turn.Committed.IsCompletedSuccessfully)
        {
            await _begun.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }

        if (turn.Cause is StopCause.Interrupted && tools.WaitsForPerson)
        {
            // The next start goes on with it, and nobody is to be told of an end. What is done is done.
            await EmitAsync([.. tools.TakeFinished()]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }

        await ApplySteeringAsync(turn.Steering.Close());
        turn.BeginEnding();
        SessionEvent[] last = [.. _reply?.Complete(partial: ending is not TurnCompleted) ?? [], .. await tools.CloseOpenAsync(), ending];
        return await endings.StoreAsync(turn, _agentId, () => EmitAsync(last)) && _isStored;
    }

    private async Task<SessionEvent> AnswerAsync(Func<CancellationToken, Task<LoopHistory>> loadHistory, Func<IModelChain> choose)
    {
        var rounds = await BeginAsync(loadHistory, choose);
        await tools.GrantAsync(turn.Token);
        if (rounds > 0 && await RunToolsAsync(rounds) is { } ending)
        {
            return ending;
        }

        var caller = new ModelCaller(client, _turnId, config, HearAsync);
        for (var iteration = rounds + 1; ; iteration++)
        {
            turn.Token.ThrowIfCancellationRequested();
            await TakeSteeringAsync();
            _reply = new ModelReply(host, _turnId, _agentId, clock);
            try
            {
                await caller.CallAsync(_history.Repair(), tools.Offered, _reply, _begun, turn.Token);
            }
            finally
            {
                _firstContentAt ??= _reply.FirstContentAt;
            }

            if (EndsTurn(_reply) && turn.Steering.TryClose())
            {
                return Completed(Reason(_reply));
            }

            var reply = _reply;
            try
            {
                await EmitAsync([.. reply.Complete(partial: false), .. tools.Request(reply.Calls)]);
            }
            catch
            {
                // Nothing of it is in the log: the ending completes the reply, and closes no call.
                tools.Withdraw();
                throw;
            }

            // The reply is whole: from here on nothing may complete it a second time.
            _reply = null;
            tools.RefuseUnusable();
            if (tools.IsLooping)
            {
                return Completed(FinishReason.ToolLoop);
            }

            if (iteration >= config.MaxIterations && !tools.TurnIsFinished)
            {
                return Completed(FinishReason.MaxIterations);
            }

            if (await RunToolsAsync(iteration) is { } finished)
            {
                return finished;
            }

            if (reply.Calls.Count == 0 && !turn.Steering.HasMessages)
            {
                _history.AskToGoOn();
            }
        }
    }

    /// <returns>How many rounds the turn has had: none, unless it goes on with one that a stop of the server cut off.</returns>
    private async Task<int> BeginAsync(Func<CancellationToken, Task<LoopHistory>> loadHistory, Func<IModelChain> choose)
    {
        var stopped = turn.Request.Resumes;
        if (stopped is not null)
        {
            // Before anything can fail: whatever comes, these calls are to be closed, or left again.
            tools.Resume(stopped);
            meter.Restore(stopped.Usage);
        }

        _history = await loadHistory(turn.Token);
        _models = choose();
        var (provider, model) = _models.Current;
        if (stopped is not null)
        {
            _begun = TellBeginAsync(new TurnResumed(provider, model, config.Revision) { AgentId = _agentId, TurnId = _turnId }, _models);
            await _begun;
            return stopped.Rounds;
        }

        var started = new TurnStarted(provider, model, config.Revision) { AgentId = _agentId, TurnId = _turnId };
        _history.Apply(turn.Request.Added(_agentId));
        _history.Apply(started);
        _begun = TellBeginAsync(started, _models);
        return 0;
    }

    /// <returns>The turn's ending, when the model has said that it is finished; else null.</returns>
    private async Task<SessionEvent?> RunToolsAsync(int iteration)
    {
        await tools.RunAsync(_history.IsUntrusted, meter.Total, EmitAsync, TellAsync, turn.Token);
        return tools.TurnIsFinished && (turn.Steering.TryClose() || iteration >= config.MaxIterations) ? Completed(FinishReason.Stop) : null;
    }

    /// <summary>Hands the messages that joined the turn to the model, with its next call.</summary>
    private async Task TakeSteeringAsync()
    {
        if (await ApplySteeringAsync(turn.Steering.Take()) is { Count: > 0 } taken)
        {
            await EmitAsync([new TurnSteered(taken) { AgentId = _agentId, TurnId = _turnId }]);
        }
    }

    /// <returns>Those that are durable: the sender of any other was told that nothing was kept.</returns>
    private async Task<List<string>> ApplySteeringAsync(IReadOnlyList<SteeringMessage> messages)
    {
        var taken = new List<string>();
        foreach (var message in messages)
        {
            await ((Task)message.Committed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (message.Committed.IsCompletedSuccessfully)
            {
                taken.Add(message.MessageId);
                _history.Apply(new MessageAdded(message.MessageId, "user", message.Text)
                {
                    AgentId = _agentId,
                    TurnId = _turnId,
                    Steers = true,
                    Untrusted = message.IsUntrusted,
                });
            }
        }

        return taken;
    }

    /// <summary>The model is called meanwhile; nothing that it says is shown before this is durable.</summary>
    private async Task TellBeginAsync(SessionEvent begun, IModelChain models)
    {
        await turn.Committed;
        await AppendAsync(models.Reason is { } reason
            ? [begun, new ModelFellBack($"{config.Models[0]}", $"{models.Current}", reason) { AgentId = _agentId, TurnId = _turnId }]
            : [begun]);
    }

    /// <summary>Tells the session what happens to a call of the model.</summary>
    private async Task HearAsync(ProviderNotice notice)
    {
        switch (notice)
        {
            case RetryNotice retry:
                await TellAsync(new ModelRetried(
                    $"{_models!.Current}", retry.Attempt, (long)retry.Delay.TotalMilliseconds, retry.Cause.Code, retry.Cause.Message));
                break;
            case WaitNotice wait:
                await TellAsync(new ModelQueued(wait.WaitsFor, wait.Position));
                break;
            case FallbackNotice fallback:
                LogFellBack(_turnId, fallback.From, fallback.To, fallback.Cause.Code);
                var restarts = fallback.Partial == BrokenReplyPolicy.Restart;
                var fellBack = new ModelFellBack($"{fallback.From}", $"{fallback.To}", fallback.Cause.Message)
                {
                    AgentId = _agentId,
                    TurnId = _turnId,
                    Code = fallback.Cause.Code,
                    Partial = fallback.Partial,
                };
                await EmitAsync([.. restarts ? _reply!.Drop() : [], fellBack]);
                if (restarts)
                {
                    _reply!.Restart();
                }

                break;
        }
    }

    /// <summary>News is no promise: a turn does not fail for news that the store does not take.</summary>
    private async Task TellAsync(SessionEvent news)
    {
        try
        {
            await host.AppendAsync(news with { AgentId = _agentId, TurnId = _turnId });
        }
        catch (UnavailableException exception)
        {
            LogNewsNotStored(exception, _turnId);
        }
    }

    private async Task EmitAsync(SessionEvent[] events)
    {
        await _begun.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (events.Length == 0)
        {
            return;
        }

        await AppendAsync(events);
        foreach (var sessionEvent in events)
        {
            _history.Apply(sessionEvent);
        }
    }

    private async Task AppendAsync(SessionEvent[] events)
    {
        try
        {
            await host.AppendAsync(events);
        }
        catch
        {
            _isStored = false;
            throw;
        }
    }

    /// <summary>A model that must say when it is done goes on until it does, unless it has nothing more to say or may not.</summary>
    private bool EndsTurn(ModelReply reply) =>
        reply.Calls.Count == 0 && (!config.RequireExplicitSignal || !reply.HasContent || Reason(reply) != FinishReason.Stop);

    private static FinishReason Reason(ModelReply reply) =>
        reply.FinishReason == ChatFinishReason.Length ? FinishReason.Length
        : reply.FinishReason == ChatFinishReason.ContentFilter ? FinishReason.ContentFilter
        : reply.HasText ? FinishReason.Stop
        : reply.HasContent ? FinishReason.OnlyReasoning
        : FinishReason.Empty;

    private TurnCompleted Completed(FinishReason reason) =>
        new(reason, meter.Total, Timings()) { AgentId = _agentId, TurnId = _turnId };

    private TurnFailed Failed(string code, string message, bool retryable) =>
        new(new TurnError(code, message, retryable), meter.Total, Timings()) { AgentId = _agentId, TurnId = _turnId };

    private SessionEvent Stopped(StopCause cause) => cause switch
    {
        StopCause.Cancelled cancelled => new TurnCancelled(cancelled.By, meter.Total, Timings())
        {
            AgentId = _agentId,
            TurnId = _turnId,
            ReplacedBy = cancelled.ReplacedBy,
            RolledBack = cancelled.RollsBack,
        },
        StopCause.Interrupted interrupted => new TurnInterrupted(interrupted.Reason)
        {
            AgentId = _agentId,
            TurnId = _turnId,
            Usage = meter.Total,
        },
        StopCause.TimedOut timedOut => Failed(
            ErrorCodes.TurnTimeout,
            $"The turn took longer than {timedOut.Limit.TotalSeconds:0.#} s (continuation.timeout). What was written is kept.",
            true),
        _ => throw new InvalidOperationException($"Unknown cause {cause}."),
    };

    private TurnTimings Timings() => new(
        Milliseconds(turn.Request.AcceptedAt, _startedAt),
        _firstContentAt is { } first ? Milliseconds(_startedAt, first) : null,
        Milliseconds(turn.Request.AcceptedAt, clock.GetTimestamp()));

    private long Milliseconds(long from, long to) => (long)clock.GetElapsedTime(from, to).TotalMilliseconds;

    [LoggerMessage(LogLevel.Warning, "Turn {TurnId} of agent {AgentId} failed with {Code}")]
    private partial void LogTurnFailed(string turnId, string agentId, string code);

    [LoggerMessage(LogLevel.Warning, "Turn {TurnId} fell back from {From} to {To} because of {Code}")]
    private partial void LogFellBack(string turnId, ModelReference from, ModelReference to, string code);

    [LoggerMessage(LogLevel.Warning, "News of turn {TurnId} could not be stored")]
    private partial void LogNewsNotStored(Exception exception, string turnId);

    // A provider's words may quote the conversation.
    [LoggerMessage(LogLevel.Trace, "Turn {TurnId} failed")]
    private partial void LogTurnFailedSensitive(Exception exception, string turnId);

    [LoggerMessage(LogLevel.Error, "Turn {TurnId} of agent {AgentId} broke off")]
    private partial void LogTurnBroke(Exception exception, string turnId, string agentId);
}
