using System.Text.Json;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions.Approvals;

/// <summary>A turn that waits for a person outlives the server, stopped or killed.</summary>
public sealed class ApprovalRestartTests
{
    private static readonly ApprovalAnswer s_approve = new(ApprovalChoice.Approve);
    private static readonly JsonElement s_arguments = JsonElement.Parse("""{"text":"x"}""");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_WhileATurnWaits_LeavesItToTheNextStart()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x", "look a").AskAsync();
        await session.AttachAsync(0, Token).UntilAsync(read => read is ToolCompleted, Token);
        var waiting = await session.SendAsync(new NewMessage("Next"), Token);

        session = await scene.RestartAsync(session);
        await session.AttachAsync(0, Token).UntilAsync(read => read is TurnResumed, Token);
        Assert.Equal(TurnStatus.WaitingForApproval, (await session.GetTurnAsync(asked.TurnId!, Token)).Status);
        await session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token);
        var turn = await session.WaitForTurnAsync(asked.TurnId!, Token);
        await session.WaitForTurnAsync(waiting.TurnId, Token);

        Assert.Equal(["look a", "run x"], scene.Effects);
        Assert.Equal(TurnStatus.Completed, turn.Status);
        Assert.Equal(
            ["tool: run did x", "tool: look did a"],
            scene.Host.Upstream.Requests[1].Messages.Where(message => message.StartsWith("tool: ", StringComparison.Ordinal)));
        Assert.Equal((2, true), (Assert.Single(turn.Usage!.Models!).Calls, turn.Usage.InputTokens > 10));
        Assert.Equal(3, scene.Host.Upstream.Requests.Count);
    }

    [Fact]
    public async Task Stop_WhileAnotherCallRuns_GivesItItsGrace()
    {
        await using var scene = await ApprovalScene.StartAsync(settings: ("AIWhisperer:Loops:ShutdownGrace", "00:05:00"));
        var (session, asked) = await scene.Calls("run x", "hang a").AskAsync();
        await scene.Hanging.Task.WaitAsync(Token);

        var draining = scene.Host.Get<SessionDrain>().DrainAsync(Token);
        scene.Release.SetResult();
        await draining;
        session = await scene.RestartAsync(session);
        await session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token);
        var turn = await session.WaitForTurnAsync(asked.TurnId!, Token);

        Assert.Equal([ToolCallOutcome.Succeeded, ToolCallOutcome.Succeeded], turn.ToolCalls.Select(call => call.Outcome!.Value));
    }

    [Fact]
    public async Task Stop_WhileAnotherCallDoesNotEnd_LosesThatCallAndNotTheQuestion()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x", "hang a").AskAsync();
        await scene.Hanging.Task.WaitAsync(Token);

        session = await scene.RestartAsync(session);
        await session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token);
        var turn = await session.WaitForTurnAsync(asked.TurnId!, Token);

        Assert.Equal([ToolCallOutcome.Succeeded, ToolCallOutcome.Unknown], turn.ToolCalls.Select(call => call.Outcome!.Value));
        Assert.Equal(["run x"], scene.Effects);
    }

    [Fact]
    public async Task Start_AfterTheQuestionsTime_ExpiresIt()
    {
        var clock = new ManualTimeProvider();
        await using var scene = await ApprovalScene.StartAsync(clock);
        var (session, asked) = await scene.Calls("run x").AskAsync();
        await scene.Host.StopAsync(Token);
        clock.Advance(TimeSpan.FromMinutes(11));

        await scene.Host.RestartAsync(Token);
        session = await scene.Host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        var turn = await session.WaitForTurnAsync(asked.TurnId!, Token);

        Assert.Equal((TurnStatus.Completed, ApprovalResolution.Expired), (turn.Status, turn.ToolCalls[0].Approval!.Resolution!.Value));
        Assert.Empty(scene.Effects);
    }

    [Fact]
    public async Task Start_WithoutTheAgent_FailsTheTurnAndTakesTheQuestionBack()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();
        await scene.Host.WriteAgentsAsync("debbie: { name: D, prompt: P, ai_config: { model: model-b } }", Token);

        session = await scene.RestartAsync(session);
        var turn = await session.WaitForTurnAsync(asked.TurnId!, Token);

        Assert.Equal((TurnStatus.Failed, ErrorCodes.AgentNotFound), (turn.Status, turn.Error?.Code));
        Assert.Equal((ToolCallOutcome.NotRun, ApprovalResolution.Withdrawn), (turn.ToolCalls[0].Outcome, turn.ToolCalls[0].Approval!.Resolution));
        Assert.Equal(10, turn.Usage!.InputTokens);
    }

    [Fact]
    public async Task Start_WithTheToolTakenAway_RunsNothing()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();
        await scene.Host.WriteAgentsAsync("alice: { name: A, prompt: P, ai_config: { model: model-a } }", Token);

        session = await scene.RestartAsync(session);
        var turn = await session.WaitForTurnAsync(asked.TurnId!, Token);

        Assert.Equal((ToolCallOutcome.NotRun, ApprovalResolution.Withdrawn), (turn.ToolCalls[0].Outcome, turn.ToolCalls[0].Approval!.Resolution));
        Assert.Empty((await session.LoadApprovalsAsync(Token)).Pending);
        Assert.Empty(scene.Effects);
    }

    [Fact]
    public async Task Start_WithACallThatWasDoneAndWaitedForAnEarlierOne_KeepsItsResult()
    {
        await using var scene = await ApprovalScene.StartAsync(settings: ("AIWhisperer:Tools:MaxParallelCalls", "2"));
        var (session, asked) = await scene.Calls("hang a", "look b", "look c", "run x").AskAsync();

        // It begins when the one before it has given its place back.
        await scene.EffectAsync("look c");

        session = await scene.RestartAsync(session);
        await session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token);
        var turn = await session.WaitForTurnAsync(asked.TurnId!, Token);

        Assert.Equal((ToolCallOutcome.Unknown, ToolCallOutcome.Succeeded), (turn.ToolCalls[0].Outcome, turn.ToolCalls[1].Outcome));
        Assert.Equal(ToolCallOutcome.Succeeded, turn.ToolCalls[3].Outcome);
    }

    [Fact]
    public async Task Start_WithAnApprovalOfLongAgo_RunsNothing()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var arguments = JsonElement.Parse("""{"text":"x"}""");
        var (id, longAgo) = (RandomId.New(), TimeProvider.System.GetUtcNow().AddDays(-30));
        var hash = CallHash.Of("run", arguments, id, CoreHost.Principal);
        var session = await StoreAsync(
            scene,
            id,
            new MessageAdded("m", "user", "Go"),
            new TurnStarted("fake", "model-a", "r"),
            new ToolRequested("c", "run", arguments),
            new ToolApprovalRequired("a", "c", "run", arguments, "execute", hash, "why", longAgo),
            new ToolApprovalResolved("a", "c", "run", ApprovalResolution.Approved, Actor.User, null));

        var turn = await session.WaitForTurnAsync("t", Token);

        Assert.Equal(ToolCallOutcome.NotRun, turn.ToolCalls[0].Outcome);
        Assert.Contains("too long ago", turn.ToolCalls[0].Error, StringComparison.Ordinal);
        Assert.Empty(scene.Effects);
    }

    [Fact]
    public async Task Start_WithATurnThatAnotherReplaces_CountsWhatItTook()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var arguments = JsonElement.Parse("""{"text":"x"}""");
        var usage = new TurnUsage(100, 50, 0, 0) { Models = [new ModelUsage("fake", "model-a", 1, 100, 50, 0, 0)] };
        var session = await StoreAsync(
            scene,
            RandomId.New(),
            new MessageAdded("m", "user", "Go"),
            new TurnStarted("fake", "model-a", "r"),
            new ToolRequested("c", "run", arguments),
            new ToolApprovalRequired("a", "c", "run", arguments, "execute", "h", "why", TimeProvider.System.GetUtcNow().AddDays(1)) { Usage = usage },
            new MessageAdded("m2", "user", "Other") { Replaces = TurnReplacement.Interrupt, TurnId = "t2" });

        var turn = await session.WaitForTurnAsync("t", Token);

        Assert.Equal((TurnStatus.Cancelled, 100), (turn.Status, turn.Usage!.InputTokens));
    }

    [Fact]
    public async Task Cancel_OfATurnThatTheStoppingServerHasLeft_IsRefused()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();
        await scene.Host.Get<SessionDrain>().DrainAsync(Token);

        var refused = await Assert.ThrowsAsync<UnavailableException>(() => session.CancelAsync(asked.TurnId!, Token));

        Assert.Equal(ErrorCodes.ServerStopping, refused.Code);
    }

    [Fact]
    public async Task Start_WithARuleThatRefuses_TakesTheQuestionBack()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();
        await scene.Host.WriteAgentsAsync(
            "alice: { name: A, prompt: P, ai_config: { model: model-a }, allow_tools: [run], approval: [{ tool: run, decision: never }] }", Token);

        session = await scene.RestartAsync(session);
        var turn = await session.WaitForTurnAsync(asked.TurnId!, Token);

        Assert.Equal((ToolCallOutcome.NotRun, ApprovalResolution.Withdrawn), (turn.ToolCalls[0].Outcome, turn.ToolCalls[0].Approval!.Resolution));
        Assert.Equal(TurnStatus.Completed, turn.Status);
        Assert.Empty(scene.Effects);
    }

    [Fact]
    public async Task Start_AfterTheModelSaidThatItIsDone_EndsTheTurnWithTheCall()
    {
        await using var scene = await ApprovalScene.StartAsync(agents: """
            alice: { name: A, prompt: P, ai_config: { model: model-a }, allow_tools: [run], continuation: { require_explicit_signal: true } }
            """);
        scene.Host.Upstream.Script(
            "model-a", reply => reply.Text("Done.").ToolCall("f", "finish_turn", "{}").ToolCall("r", "run", """{"text":"x"}"""));
        var (session, asked) = await scene.AskAsync();
        await session.AttachAsync(0, Token).UntilAsync(read => read is ToolCompleted { CallId: "f" }, Token);

        session = await scene.RestartAsync(session);
        await session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token);
        var turn = await session.WaitForTurnAsync(asked.TurnId!, Token);

        Assert.Equal((TurnStatus.Completed, 1), (turn.Status, scene.Host.Upstream.Requests.Count));
        Assert.Equal(["run x"], scene.Effects);
    }

    [Fact]
    public async Task Start_SteeringThatTheModelWasNotTold_IsToldThen()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();
        await session.SendAsync(new NewMessage("Be brief") { OnBusy = Core.Agents.BusyPolicy.Steer }, Token);

        session = await scene.RestartAsync(session);
        await session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token);
        await session.WaitForTurnAsync(asked.TurnId!, Token);

        Assert.Equal("user: Be brief", scene.Host.Upstream.Requests[^1].Messages[^1]);
    }

    [Fact]
    public async Task Crash_BetweenAnswerAndBeginning_RunsTheCall()
    {
        await using var scene = await ApprovalScene.StartAsync();

        var turn = await RecoverAsync(scene, Answered(ApprovalResolution.Approved));

        Assert.Equal((TurnStatus.Completed, ToolCallOutcome.Succeeded), (turn.Status, turn.ToolCalls[0].Outcome!.Value));
        Assert.Equal(["run x"], scene.Effects);
    }

    [Fact]
    public async Task Crash_AfterTheBeginning_DoesNotRunTheCallAgain()
    {
        await using var scene = await ApprovalScene.StartAsync();

        var turn = await RecoverAsync(
            scene, Answered(ApprovalResolution.Approved), new ToolProgressed("c", "run", "Approved; it begins.", null, null));

        Assert.Equal((TurnStatus.Interrupted, ToolCallOutcome.Unknown), (turn.Status, turn.ToolCalls[0].Outcome!.Value));
        Assert.Empty(scene.Effects);
    }

    [Fact]
    public async Task Crash_AfterARefusal_TellsTheModel()
    {
        await using var scene = await ApprovalScene.StartAsync();

        var turn = await RecoverAsync(scene, Answered(ApprovalResolution.Refused));

        Assert.Equal((TurnStatus.Completed, ToolCallOutcome.NotRun), (turn.Status, turn.ToolCalls[0].Outcome!.Value));
        Assert.Empty(scene.Effects);
    }

    [Fact]
    public async Task Crash_ArgumentsThatWereChangedInTheLog_AreNotRun()
    {
        await using var scene = await ApprovalScene.StartAsync();

        var turn = await RecoverAsync(scene, hash: new string('0', 64), Answered(ApprovalResolution.Approved));

        Assert.Contains("not the call that a person approved", turn.ToolCalls[0].Error, StringComparison.Ordinal);
        Assert.Empty(scene.Effects);
    }

    private static ToolApprovalResolved Answered(ApprovalResolution resolution) => new("a", "c", "run", resolution, Actor.User, null);

    private static Task<TurnView> RecoverAsync(ApprovalScene scene, params SessionEvent[] rest) => RecoverAsync(scene, null, rest);

    /// <summary>A log as a crash leaves it, whose turn is then waited for.</summary>
    private static async Task<TurnView> RecoverAsync(ApprovalScene scene, string? hash, params SessionEvent[] rest)
    {
        var id = RandomId.New();
        hash ??= CallHash.Of("run", s_arguments, id, CoreHost.Principal);
        SessionEvent[] log =
        [
            new MessageAdded("m", "user", "Go"),
            new TurnStarted("fake", "model-a", "r"),
            new ToolRequested("c", "run", s_arguments),
            new ToolApprovalRequired("a", "c", "run", s_arguments, "execute", hash, "why", TimeProvider.System.GetUtcNow().AddMinutes(10)),
            .. rest,
        ];
        return await (await StoreAsync(scene, id, log)).WaitForTurnAsync("t", Token);
    }

    /// <summary>A session that a killed server has left with that log.</summary>
    private static async Task<Session> StoreAsync(ApprovalScene scene, string id, params SessionEvent[] log)
    {
        var row = (await scene.Host.CreateSessionAsync(Token)).Record with
        {
            Id = id,
            LastSeq = log.Length,
            OpenTurns = log.Count(item => item is MessageAdded),
        };
        await scene.Host.Store.AppendAsync(row, [.. log.Select((item, index) => Logged(index + 1, item))]);
        return await scene.Host.Sessions.GetAsync(CoreHost.Principal, id, Token);
    }

    private static LoggedEvent Logged(long seq, SessionEvent sessionEvent)
    {
        var stamped = sessionEvent with { Seq = seq, At = DateTimeOffset.UnixEpoch, AgentId = "alice", TurnId = sessionEvent.TurnId ?? "t" };
        return new LoggedEvent(seq, EventTypes.Of(stamped), "alice", stamped.TurnId, EventJson.Write(stamped));
    }
}
