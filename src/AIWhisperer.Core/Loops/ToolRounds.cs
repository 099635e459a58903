using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Events;
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
    /// <summary>How often a model may send calls again whose arguments could not be read.</summary>
    private const int MostRepairs = 2;

    private readonly string _agentId;
    private readonly string _turnId;
    private readonly ToolSelection _selection;
    private readonly bool _offersFinish;
    private readonly LoopResources _resources;
    private readonly IToolSession _session;
    private readonly ILoopEngine _engine;
    private readonly SemaphoreSlim _places;
    private readonly List<OpenCall> _open = [];
    private readonly HashSet<string> _usedIds = new(StringComparer.Ordinal);
    private readonly RepeatedCalls _repeated = new();
    private GrantedTools _granted = GrantedTools.None;
    private int _unreadable;
    private int _asked;

    public ToolRounds(string turnId, AILoopConfig config, LoopResources resources, IToolSession session, ILoopEngine engine)
    {
        _agentId = config.Agent.Id;
        _turnId = turnId;
        _selection = config.Agent.Tools;
        _resources = resources;
        _session = session;
        _engine = engine;
        _places = new SemaphoreSlim(resources.ToolOptions.MaxParallelCalls);
        _offersFinish = config.RequireExplicitSignal;
    }

    /// <summary>What the model may call.</summary>
    public List<AITool> Offered { get; } = [];

    /// <summary>Whether the model has called <c>finish_turn</c>.</summary>
    public bool TurnIsFinished { get; private set; }

    /// <summary>Whether the model has repeated one call more often than is any use, also after it was told.</summary>
    public bool IsLooping { get; private set; }

    /// <summary>Finds the tools of the turn, which keeps them to its end. May wait for servers of tools; one that does not answer has none.</summary>
    public async Task GrantAsync(CancellationToken turnToken)
    {
        _granted = await _resources.Grants.GrantAsync(_selection, _session.SessionId, [], turnToken);
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
        _unreadable += calls.Any(call => call.Exception is not null) ? 1 : 0;
        foreach (var call in calls)
        {
            var arguments = WriteArguments(call);
            var finishes = _offersFinish && call.Name == FinishTurnTool.Name;
            var open = new OpenCall(UniqueId(call.CallId), call) { Repeats = finishes ? 0 : _repeated.Count(call.Name, arguments) };
            IsLooping |= open.Repeats > RepeatedCalls.Warned;
            if (finishes)
            {
                TurnIsFinished = true;
                open.Outcome = ToolOutcome.Succeeded("The turn is finished.", TimeSpan.Zero);
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

    /// <summary>A model is told of arguments that are no JSON, and may send the call again; not without end.</summary>
    /// <exception cref="ProviderException">Too many of the turn's replies had such arguments.</exception>
    public void RefuseUnreadable()
    {
        if (_unreadable > MostRepairs)
        {
            throw new ProviderException(
                ErrorCodes.ProviderMalformed,
                $"The model sent tool calls whose arguments are no JSON in {_unreadable} replies, also after it was told. Send the message again, or use another model.")
            {
                Retryable = true,
            };
        }
    }

    /// <summary>Runs the open calls side by side and emits their outcomes in the order of the calls.</summary>
    /// <param name="emitAsync">Takes what must be durable.</param>
    /// <param name="tellAsync">Takes news.</param>
    /// <param name="turnToken">The turn's own token.</param>
    public async Task RunAsync(Func<SessionEvent[], Task> emitAsync, Func<SessionEvent, Task> tellAsync, CancellationToken turnToken)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(turnToken);
        var running = _open.ConvertAll(call => RunAsync(call, tellAsync, round.Token));
        try
        {
            foreach (var run in running)
            {
                await run;
                await emitAsync([Completed(_open[0])]);
                _open.RemoveAt(0);
            }
        }
        catch
        {
            // The turn ends: none of its tools goes on behind it.
            await round.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>The open calls were not stored: there is nothing to close.</summary>
    public void Withdraw() => _open.Clear();

    /// <summary>An outcome for each call that has none in the log: its own if it finished, else that it did not.</summary>
    public List<SessionEvent> CloseOpen()
    {
        List<SessionEvent> closed = [.. _open.Select(Completed)];
        _open.Clear();
        return closed;
    }

    private async Task RunAsync(OpenCall call, Func<SessionEvent, Task> tellAsync, CancellationToken turnToken)
    {
        if (call.Outcome is not null)
        {
            return;
        }

        await _places.WaitAsync(turnToken);
        try
        {
            call.HasStarted = true;
            await using var progress = new ToolCallProgress(report => tellAsync(Progressed(call, report)), _resources.Clock);
            var outcome = await _resources.Invoker.InvokeAsync(call.Content, _granted, _session, progress, _engine.Adapt, turnToken);
            call.Outcome = call.Repeats == RepeatedCalls.Warned ? outcome.With(RepeatedCalls.Warning) : outcome;
        }
        finally
        {
            _places.Release();
        }
    }

    private ToolProgressed Progressed(OpenCall call, ToolProgress progress) =>
        new(call.CallId, call.Content.Name, progress.Message, progress.Done, progress.Total) { AgentId = _agentId, TurnId = _turnId };

    private ToolCompleted Completed(OpenCall call)
    {
        var outcome = call.Outcome
            ?? (call.HasStarted
                ? ToolOutcome.Unknown("The turn was stopped while the tool ran; whether it had an effect is unknown.", TimeSpan.Zero)
                : ToolOutcome.NotRun("The tool was not run: the turn ended first."));
        return new ToolCompleted(
            call.CallId, call.Content.Name, outcome.Kind, outcome.Result, outcome.Error, (long)outcome.Duration.TotalMilliseconds)
        {
            AgentId = _agentId,
            TurnId = _turnId,
            Untrusted = call.HasStarted && _granted.Find(call.Content.Name) is { GivesUntrusted: true },
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

    private sealed class OpenCall(string callId, FunctionCallContent content)
    {
        public string CallId { get; } = callId;

        public FunctionCallContent Content { get; } = content;

        /// <summary>How often the turn has made this very call, this one included.</summary>
        public int Repeats { get; init; }

        public bool HasStarted { get; set; }

        public ToolOutcome? Outcome { get; set; }
    }
}
