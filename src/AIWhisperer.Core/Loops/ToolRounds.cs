using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;
using AIWhisperer.Core.Loops.ClientTools;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops;

/// <summary>
/// The tool calls of one turn: asked for, run, answered. Every call that was asked for gets exactly one outcome. Belongs to one turn.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim without a wait handle holds nothing to release.")]
internal sealed class ToolRounds
{
    /// <summary>How often in a row a model may send calls again whose arguments could not be used.</summary>
    private const int MostRepairs = 2;

    private readonly string _agentId;
    private readonly string _turnId;
    private readonly ToolSelection _selection;
    private readonly bool _offersFinish;
    private readonly LoopResources _resources;
    private readonly LoopToolSession _session;
    private readonly ILoopHost _host;
    private readonly IReadOnlyList<ClientToolDeclaration> _clientTools;
    private readonly ILoopEngine _engine;
    private readonly PersonWait _wait;
    private readonly CallApprovals _approvals;
    private readonly SemaphoreSlim _places;
    private readonly List<OpenCall> _open = [];
    private readonly ConcurrentDictionary<FunctionCallContent, OpenCall> _running = [];
    private readonly HashSet<string> _usedIds = new(StringComparer.Ordinal);
    private readonly RepeatedCalls _repeated = new();
    private GrantedTools _granted = GrantedTools.None;
    private int _unusable;
    private int _asked;

    public ToolRounds(Turn turn, LoopKey key, AILoopConfig config, LoopResources resources, ILoopHost host, ILoopEngine engine)
    {
        _agentId = config.Agent.Id;
        _turnId = turn.Request.TurnId;
        _selection = config.Agent.Tools;
        _resources = resources;
        _session = new LoopToolSession(key, host);
        _host = host;
        _clientTools = turn.Request.Tools;
        _engine = engine;
        _wait = turn.Waits;
        _approvals = new CallApprovals(
            _turnId, config, host, key.SessionId, resources.ToolOptions.ApprovalTimeout, resources.Clock, _wait);
        _places = new SemaphoreSlim(resources.ToolOptions.MaxParallelCalls);
        _offersFinish = config.RequireExplicitSignal;
    }

    /// <summary>What the model may call.</summary>
    public List<AITool> Offered { get; } = [];

    /// <summary>Whether the model has called <c>finish_turn</c>.</summary>
    public bool TurnIsFinished { get; private set; }

    /// <summary>Whether the model has repeated one call more often than is any use, also after it was told.</summary>
    public bool IsLooping { get; private set; }

    /// <summary>Whether a call waits for a person and has not begun: a server that stops leaves the turn to its next start.</summary>
    public bool WaitsForPerson => _open.Exists(call => call.WaitsForPerson);

    /// <summary>Finds the tools of the turn, which keeps them to its end. May wait for servers of tools; one that does not answer has none.</summary>
    public async Task GrantAsync(CancellationToken turnToken)
    {
        _granted = await _resources.Grants.GrantAsync(
            _selection, _session.SessionId, _host.ClientTools.ToolsFor(_clientTools, CallClientAsync), turnToken);
        Offered.AddRange(_granted.Usable.Select(tool => tool.Function));
        if (_offersFinish)
        {
            Offered.Add(FinishTurnTool.Declaration);
        }
    }

    /// <summary>Opens the calls; the events must be durable before the calls run.</summary>
    public List<SessionEvent> Request(IReadOnlyList<FunctionCallContent> calls)
    {
        TurnIsFinished = false;
        var requested = new List<SessionEvent>();
        _unusable = calls.Any(IsUnusable) ? _unusable + 1 : 0;
        foreach (var call in calls)
        {
            var arguments = WriteArguments(call);
            var finishes = _offersFinish && call.Name == FinishTurnTool.Name;
            var open = new OpenCall(UniqueId(call.CallId), call, arguments) { Repeats = finishes ? 0 : _repeated.Count(call.Name, arguments) };
            IsLooping |= open.Repeats > RepeatedCalls.Warned;
            if (finishes)
            {
                Finish(open);
            }
            else if (++_asked > _resources.ToolOptions.MaxCallsPerTurn)
            {
                open.Outcome = ToolOutcome.NotRun(
                    $"The tool was not run: a turn has at most {_resources.ToolOptions.MaxCallsPerTurn} tool calls. Answer with what you have.");
            }

            _open.Add(open);
            requested.Add(new ToolRequested(open.CallId, call.Name, arguments) { AgentId = _agentId, TurnId = _turnId });
        }

        return requested;
    }

    /// <summary>A model is told of arguments that are no JSON, or not what the tool takes, and may send the call again; not without end.</summary>
    /// <exception cref="ProviderException">Too many replies in a row had such arguments.</exception>
    public void RefuseUnusable()
    {
        if (_unusable > MostRepairs)
        {
            throw new ProviderException(
                ErrorCodes.ProviderMalformed,
                $"The model sent tool calls whose arguments cannot be used in {_unusable} replies in a row, also after it was told. Send the message again, or use another model.")
            {
                Retryable = true,
            };
        }
    }

    /// <summary>
    /// Takes up the calls of a turn that waited for a person when the server stopped. What may have begun is not run a second time.
    /// </summary>
    public void Resume(StoppedTurn stopped)
    {
        foreach (var call in stopped.Calls)
        {
            var (callId, name, arguments) = call.Requested;
            _usedIds.Add(callId);
            var finishes = _offersFinish && name == FinishTurnTool.Name;
            var open = new OpenCall(callId, ToolExchanges.CallOf(callId, call.Requested), arguments)
            {
                Repeats = finishes ? 0 : _repeated.Count(name, arguments),
                Question = call.Question,
            };
            _asked += finishes ? 0 : 1;
            if (finishes && call.Round == stopped.Rounds)
            {
                Finish(open);
            }
            else if (!call.WaitsForPerson)
            {
                open.Outcome = ToolOutcome.Unknown(StoppedCall.Stopped, TimeSpan.Zero);
            }

            if (!call.IsCompleted)
            {
                _open.Add(open);
            }
        }
    }

    /// <summary>
    /// Runs the open calls side by side, once a person has approved those that a person is asked about. Emits the outcomes of the others in
    /// the order of the calls, and of these as they come.
    /// </summary>
    /// <param name="isUntrusted">Whether the agent has read what nobody vouches for.</param>
    /// <param name="usage">What the turn took so far.</param>
    /// <param name="emitAsync">Takes what must be durable.</param>
    /// <param name="tellAsync">Takes news.</param>
    /// <param name="turnToken">The turn's own token.</param>
    public async Task RunAsync(
        bool isUntrusted, TurnUsage usage, Func<SessionEvent[], Task> emitAsync, Func<SessionEvent, Task> tellAsync, CancellationToken turnToken)
    {
        var questions = await _approvals.ReviewAsync(_open, _granted, isUntrusted, usage, turnToken);
        await emitAsync([.. questions.Select(question => question.Asked)]);
        questions.ForEach(question => question.IsPut = true);

        using var round = CancellationTokenSource.CreateLinkedTokenSource(turnToken);
        _wait.BeginRound(_open.Count);
        var running = _open.ConvertAll(call => (Call: call, Run: RunAsync(call, tellAsync, round.Token)));
        var all = running.ConvertAll(one => one.Run);
        try
        {
            while (running.Count > 0)
            {
                var next = running.Find(one => one.Call.Question is null);
                await await Task.WhenAny(running.Where(one => one.Call.Question is not null || one == next).Select(one => one.Run));
                var done = running.Find(one => one.Run.IsCompletedSuccessfully && (one.Call.Question is not null || one == next));
                await emitAsync([.. await CloseAsync(done.Call)]);
                running.Remove(done);
                _open.Remove(done.Call);
            }
        }
        catch
        {
            // The turn ends: none of its tools goes on behind it.
            await round.CancelAsync();
            await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        finally
        {
            _wait.EndRound();
        }
    }

    /// <summary>The outcomes that were to be logged once those of earlier calls are.</summary>
    public IEnumerable<SessionEvent> TakeFinished()
    {
        var finished = _open.FindAll(call => call.Outcome is not null);
        _open.RemoveAll(finished.Contains);
        return finished.Select(Completed);
    }

    /// <summary>The open calls were not stored: there is nothing to close.</summary>
    public void Withdraw() => _open.Clear();

    /// <summary>
    /// An outcome for each call that has none in the log: its own if it finished, else that it did not. What a person was asked is taken back.
    /// </summary>
    public async Task<List<SessionEvent>> CloseOpenAsync()
    {
        var closed = new List<SessionEvent>();
        foreach (var call in _open)
        {
            closed.AddRange(await CloseAsync(call));
        }

        _open.Clear();
        return closed;
    }

    private async Task<SessionEvent[]> CloseAsync(OpenCall call) =>
        await _approvals.WithdrawAsync(call) is { } withdrawn ? [withdrawn, Completed(call)] : [Completed(call)];

    private async Task RunAsync(OpenCall call, Func<SessionEvent, Task> tellAsync, CancellationToken turnToken)
    {
        call.Outcome ??= await _approvals.AwaitAsync(call, turnToken);
        if (call.Outcome is null)
        {
            await _places.WaitAsync(turnToken);
            try
            {
                await InvokeAsync(call, tellAsync, turnToken);
            }
            finally
            {
                _places.Release();
            }
        }

        _wait.EndCall();
    }

    private async Task InvokeAsync(OpenCall call, Func<SessionEvent, Task> tellAsync, CancellationToken turnToken)
    {
        call.Outcome = await _approvals.BeginAsync(call);
        if (call.Outcome is null)
        {
            call.HasStarted = true;
            _running[call.Content] = call;
            await using var progress = new ToolCallProgress(report => tellAsync(Progressed(call, report)), _resources.Clock);
            var outcome = await _resources.Invoker.InvokeAsync(call.Content, _granted, _session, progress, _engine.Adapt, turnToken);
            call.Outcome = call.Repeats == RepeatedCalls.Warned ? outcome.With(RepeatedCalls.Warning) : outcome;
        }
    }

    private bool IsUnusable(FunctionCallContent call) =>
        call.Exception is not null || (_granted.Find(call.Name) is { } tool && ToolArguments.FindFault(tool.Function, call) is not null);

    private Task<string> CallClientAsync(FunctionCallContent content, TimeSpan timeout, bool isOfMessage, CancellationToken cancellationToken)
    {
        var call = _running[content];
        var called = new ToolClientCalled(call.CallId, call.Name, call.Arguments, _resources.Clock.GetUtcNow() + timeout)
        {
            AgentId = _agentId,
            TurnId = _turnId,
        };
        return _host.ClientTools.AwaitAsync(
            _turnId, call.CallId, call.Name, isOfMessage, () => _host.AppendAsync(called), cancellationToken);
    }

    private void Finish(OpenCall call)
    {
        TurnIsFinished = true;
        call.Outcome = ToolOutcome.Succeeded("The turn is finished.", TimeSpan.Zero);
    }

    private ToolProgressed Progressed(OpenCall call, ToolProgress progress) =>
        new(call.CallId, call.Name, progress.Message, progress.Done, progress.Total) { AgentId = _agentId, TurnId = _turnId };

    private ToolCompleted Completed(OpenCall call)
    {
        var outcome = call.Outcome
            ?? (call.HasStarted
                ? ToolOutcome.Unknown("The turn was stopped while the tool ran; whether it had an effect is unknown.", TimeSpan.Zero)
                : ToolOutcome.NotRun("The tool was not run: the turn ended first."));
        return new ToolCompleted(
            call.CallId, call.Name, outcome.Kind, outcome.Result, outcome.Error, (long)outcome.Duration.TotalMilliseconds)
        {
            AgentId = _agentId,
            TurnId = _turnId,
            Untrusted = call.HasStarted && _granted.Find(call.Name) is { GivesUntrusted: true },
        };
    }

    /// <summary>Models repeat ids between rounds, or give none; the log and the next model call need one for each call.</summary>
    private string UniqueId(string? callId)
    {
        var wanted = string.IsNullOrEmpty(callId) ? "call" : callId;
        var unique = wanted;
        for (var copy = 2; !_usedIds.Add(unique); copy++)
        {
            unique = $"{wanted}-{copy}";
        }

        return unique;
    }

    private static JsonElement WriteArguments(FunctionCallContent call) =>
        JsonSerializer.SerializeToElement(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions);
}
