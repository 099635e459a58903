using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions.Approvals;

/// <summary>A person is asked before a tool runs programs, and what the answers do.</summary>
public sealed class ApprovalTests
{
    private static readonly ApprovalAnswer s_approve = new(ApprovalChoice.Approve);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approve_RunsTheCallOnce_AndTellsEachStep()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();
        var waiting = await session.GetTurnAsync(asked.TurnId!, Token);
        Assert.Empty(scene.Effects);

        var answered = await session.ResolveApprovalAsync(asked.ApprovalId, s_approve with { Hash = asked.Hash }, Token);
        var turn = await session.WaitForTurnAsync(asked.TurnId!, Token);

        Assert.Equal(["run x"], scene.Effects);
        Assert.Equal((TurnStatus.WaitingForApproval, asked.ApprovalId), (waiting.Status, Assert.Single(waiting.PendingApprovals).ApprovalId));
        Assert.Null(Assert.Single(waiting.ToolCalls).Approval!.Resolution);
        Assert.Equal(ApprovalResolution.Approved, answered.Resolution);
        Assert.Equal((TurnStatus.Completed, ApprovalResolution.Approved), (turn.Status, turn.ToolCalls[0].Approval!.Resolution!.Value));
        Assert.Empty(turn.PendingApprovals);
        Assert.Equal(
            [
                "message.added", "turn.started", "tool.requested", "tool.approvalRequired", "tool.approvalResolved", "tool.progressed",
                "tool.completed", "message.completed", "turn.completed",
            ],
            (await session.ReadEventsAsync(1, 100, Token)).Select(logged => logged.Type));
        Assert.Equal(("execute", false), (asked.Effect, asked.Untrusted));
    }

    [Fact]
    public async Task Refuse_RunsNothing_AndTellsTheModelWhy()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();

        await session.ResolveApprovalAsync(asked.ApprovalId, new(ApprovalChoice.Refuse, "Not on a Friday"), Token);
        var call = Assert.Single((await session.WaitForTurnAsync(asked.TurnId!, Token)).ToolCalls);

        Assert.Empty(scene.Effects);
        Assert.Equal(ToolCallOutcome.NotRun, call.Outcome);
        Assert.Contains("a person refused", call.Error, StringComparison.Ordinal);
        Assert.Contains("Not on a Friday", scene.Host.Upstream.Requests[^1].BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoAnswer_Expires()
    {
        var clock = new ManualTimeProvider();
        await using var scene = await ApprovalScene.StartAsync(clock);
        var (session, asked) = await scene.Calls("run x").AskAsync();
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromMinutes(10), asked.ExpiresAt);

        clock.Advance(TimeSpan.FromMinutes(10));
        var turn = await session.WaitForTurnAsync(asked.TurnId!, Token);
        var late = await Assert.ThrowsAsync<ConflictException>(() => session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token));

        Assert.Empty(scene.Effects);
        Assert.Equal((ToolCallOutcome.NotRun, ApprovalResolution.Expired), (turn.ToolCalls[0].Outcome, turn.ToolCalls[0].Approval!.Resolution));
        Assert.Contains("nobody answered in time", turn.ToolCalls[0].Error, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.ApprovalExpired, late.Code);
    }

    [Fact]
    public async Task Answer_AfterItsTime_ComesTooLate()
    {
        var clock = new ManualTimeProvider();
        await using var scene = await ApprovalScene.StartAsync(clock);
        var (session, asked) = await scene.Calls("run x").AskAsync();
        clock.SetWallClock(TimeSpan.FromDays(2));

        var late = await Assert.ThrowsAsync<ConflictException>(() => session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token));

        Assert.Equal(ErrorCodes.ApprovalExpired, late.Code);
        Assert.Empty(scene.Effects);
    }

    [Fact]
    public async Task Answers_InARace_ExactlyOneCounts()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Task.Run(async () =>
        {
            try
            {
                var choice = number % 2 == 0 ? ApprovalChoice.Approve : ApprovalChoice.Refuse;
                return $"{(await session.ResolveApprovalAsync(asked.ApprovalId, new(choice), Token)).Resolution}";
            }
            catch (ConflictException exception)
            {
                return exception.Code;
            }
        })));
        await session.WaitForTurnAsync(asked.TurnId!, Token);

        // Whoever gave the answer that counts is told so, the others that there is one.
        Assert.Equal(50, answers.Count(answer => answer == ErrorCodes.ApprovalResolved));
        var counts = Assert.Single(answers.Distinct(), answer => answer != ErrorCodes.ApprovalResolved);
        Assert.Equal(counts == "Approved" ? 1 : 0, scene.Effects.Count);
        Assert.Single(await session.ReadEventsAsync(0, 100, Token), logged => logged.Type == EventTypes.ToolApprovalResolved);
    }

    [Fact]
    public async Task Answer_GivenTwice_IsWorthOneCall()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").Calls("run x").AskAsync();
        await session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token);
        var again = await ApprovalScene.QuestionAsync(session, (await session.ReadEventsAsync(0, 100, Token)).Last(logged => logged.Type == EventTypes.ToolApprovalResolved).Seq);

        var replay = await session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token);

        Assert.Equal((asked.ApprovalId, ApprovalResolution.Approved), (replay.ApprovalId, replay.Resolution));
        Assert.Equal(["run x"], scene.Effects);
        Assert.Single(await session.ReadEventsAsync(0, 100, Token), logged => logged.Type == EventTypes.ToolApprovalResolved);
        Assert.Equal((asked.Hash, false), (again.Hash, again.ApprovalId == asked.ApprovalId));
    }

    [Fact]
    public async Task Answer_ToAnotherCall_IsRefused()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x", "run y").AskAsync();
        var other = (await session.LoadApprovalsAsync(Token)).Pending.Single(pending => pending.ApprovalId != asked.ApprovalId);
        var (elsewhere, _) = await scene.Calls("run x").AskAsync();

        var swapped = await Assert.ThrowsAsync<ConflictException>(
            () => session.ResolveApprovalAsync(asked.ApprovalId, s_approve with { Hash = other.Hash }, Token));
        var foreign = await Assert.ThrowsAsync<NotFoundException>(() => elsewhere.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token));
        var elses = await Assert.ThrowsAsync<NotFoundException>(() => scene.Host.Sessions.GetAsync("somebody else", session.Id, Token));

        Assert.Equal(ErrorCodes.ApprovalMismatch, swapped.Code);
        Assert.Equal(ErrorCodes.ApprovalNotFound, foreign.Code);
        Assert.Equal(ErrorCodes.SessionNotFound, elses.Code);
        Assert.Empty(scene.Effects);
        Assert.NotEqual(asked.Hash, (await elsewhere.LoadApprovalsAsync(Token)).Pending.Single().Hash);
    }

    [Theory]
    [InlineData(ApprovalChoice.Refuse, ApprovalMemory.Tool, 0, "remember")]
    [InlineData(ApprovalChoice.Approve, null, 1_001, "reason")]
    public async Task Answer_ThatIsNone_IsRefused(ApprovalChoice choice, ApprovalMemory? remember, int reason, string field)
    {
        await using var scene = await ApprovalScene.StartAsync();
        var session = await scene.Host.CreateSessionAsync(Token);

        var refused = await Assert.ThrowsAsync<InvalidInputException>(
            () => session.ResolveApprovalAsync("any", new(choice, new string('x', reason), remember), Token));

        Assert.Equal(field, refused.Field);
    }

    [Fact]
    public async Task Calls_ThatNobodyIsAskedAbout_RunMeanwhile()
    {
        await using var scene = await ApprovalScene.StartAsync(settings: ("AIWhisperer:Tools:MaxParallelCalls", "1"));
        var (session, asked) = await scene.Calls("run x", "look a", "note b").AskAsync();
        var before = await session.AttachAsync(0, Token).UntilAsync(read => read is ToolCompleted { CallId: "call-2" }, Token);
        Assert.Equal(["look a", "note b"], scene.Effects);

        await session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token);
        await session.WaitForTurnAsync(asked.TurnId!, Token);

        Assert.Equal(["call-1", "call-2"], before.OfType<ToolCompleted>().Select(completed => completed.CallId));
        Assert.Equal(
            ["tool: run did x", "tool: look did a", "tool: note did b"],
            scene.Host.Upstream.Requests[^1].Messages.Where(message => message.StartsWith("tool: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task TimeLimit_WhileEverythingWaits_StandsStill()
    {
        var clock = new ManualTimeProvider();
        await using var scene = await ApprovalScene.StartAsync(clock, agents: """
            alice: { name: A, prompt: P, ai_config: { model: model-a }, allow_tools: [run, hang], continuation: { timeout: 60 } }
            """);
        var (session, asked) = await scene.Calls("run x").Calls("hang y").AskAsync();

        clock.Advance(TimeSpan.FromMinutes(5));
        await session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token);
        await scene.Hanging.Task.WaitAsync(Token);
        clock.Advance(TimeSpan.FromSeconds(60));
        var turn = await session.WaitForTurnAsync(asked.TurnId!, Token);

        Assert.Equal(["run x"], scene.Effects);
        Assert.Equal(ErrorCodes.TurnTimeout, turn.Error?.Code);
    }

    [Theory]
    [InlineData(ApprovalChoice.Refuse, null, null)]
    [InlineData(ApprovalChoice.Approve, "Fine.", null)]
    [InlineData(ApprovalChoice.Approve, null, ApprovalMemory.Tool)]
    public async Task Answer_ThatDiffersFromTheFirst_IsRefused(ApprovalChoice choice, string? reason, ApprovalMemory? remember)
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();
        await session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token);

        var late = await Assert.ThrowsAsync<ConflictException>(
            () => session.ResolveApprovalAsync(asked.ApprovalId, new(choice, reason, remember), Token));

        Assert.Equal(ErrorCodes.ApprovalResolved, late.Code);
    }

    [Fact]
    public async Task Cancel_TakesTheQuestionBack()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();

        var turn = await session.CancelAsync(asked.TurnId!, Token);
        var late = await Assert.ThrowsAsync<ConflictException>(() => session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token));

        Assert.Equal(TurnStatus.Cancelled, turn.Status);
        Assert.Equal(ErrorCodes.ApprovalResolved, late.Code);
        Assert.Equal(
            ["tool.approvalResolved", "tool.completed", "turn.cancelled"], (await session.ReadEventsAsync(asked.Seq, 100, Token)).Select(logged => logged.Type));
        Assert.Equal((ToolCallOutcome.NotRun, ApprovalResolution.Withdrawn), (turn.ToolCalls[0].Outcome, turn.ToolCalls[0].Approval!.Resolution));
        Assert.Empty(scene.Effects);
    }

    [Theory]
    [InlineData(Core.Agents.BusyPolicy.Interrupt)]
    [InlineData(Core.Agents.BusyPolicy.Rollback)]
    public async Task Replacement_TakesTheQuestionBack(Core.Agents.BusyPolicy onBusy)
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();

        var next = await session.SendAsync(new NewMessage("Never mind") { OnBusy = onBusy }, Token);
        await session.WaitForTurnAsync(next.TurnId, Token);

        Assert.Equal(
            [ApprovalResolution.Withdrawn],
            (await session.ReadEventsAsync(0, 100, Token)).Select(logged => logged.Read()).OfType<ToolApprovalResolved>().Select(resolved => resolved.Resolution));
        Assert.Empty((await session.LoadApprovalsAsync(Token)).Pending);
        Assert.Empty(scene.Effects);
    }

    [Fact]
    public async Task Steering_WhileTheTurnWaits_IsToldWithTheNextModelCall()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();

        await session.SendAsync(new NewMessage("Be brief") { OnBusy = Core.Agents.BusyPolicy.Steer }, Token);
        await session.ResolveApprovalAsync(asked.ApprovalId, s_approve, Token);
        await session.WaitForTurnAsync(asked.TurnId!, Token);

        Assert.Equal("user: Be brief", scene.Host.Upstream.Requests[^1].Messages[^1]);
    }

    [Fact]
    public async Task Desertion_OfATurnThatIsToBeCancelledForIt_TakesTheQuestionBack()
    {
        var clock = new ManualTimeProvider();
        await using var scene = await ApprovalScene.StartAsync(clock);
        var session = await scene.Host.CreateSessionAsync(Token);
        scene.Calls("run x");
        ToolApprovalRequired asked;
        using (session.Follow())
        {
            await session.SendAsync(new NewMessage("Go") { OnDisconnect = DisconnectPolicy.Cancel }, Token);
            asked = await ApprovalScene.QuestionAsync(session);
        }

        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(TurnStatus.Cancelled, (await session.WaitForTurnAsync(asked.TurnId!, Token)).Status);
        Assert.Empty((await session.LoadApprovalsAsync(Token)).Pending);
    }

    [Fact]
    public async Task Call_ThatCannotRun_IsNothingToAskAbout()
    {
        await using var scene = await ApprovalScene.StartAsync();
        scene.Host.Upstream.Script("model-a", reply => reply.ToolCall("c", "run", "{}").ToolCall("d", "delete_all", "{}"));
        var session = await scene.Host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Go", Token);

        Assert.Equal([ToolCallOutcome.Failed, ToolCallOutcome.Failed], turn.ToolCalls.Select(call => call.Outcome!.Value));
        Assert.All(turn.ToolCalls, call => Assert.Null(call.Approval));
    }

    [Fact]
    public async Task Call_WhoseArgumentsDoNotFit_IsNothingToAskAbout()
    {
        await using var scene = await ApprovalScene.StartAsync(rules: "approval: [{ tool: pick, decision: ask }]");
        scene.Host.Upstream.Script("model-a", reply => reply.ToolCall("c", "pick", """{"choice":{"colour":"pink","sizes":[1]}}"""));
        scene.Host.Upstream.Script("model-a", reply => reply.ToolCall("c", "pick", """{"choice":{"colour":"Red","sizes":["1"]}}"""));
        scene.Host.Upstream.Script("model-a", reply => reply.ToolCall("c", "pick", """{"choice":{"colour":"Red","sizes":[1]}}"""));

        var (session, asked) = await scene.AskAsync();

        Assert.Equal("""{"choice":{"colour":"Red","sizes":[1]}}""", asked.Arguments.GetRawText());
        var turn = await session.GetTurnAsync(asked.TurnId!, ChannelSet.Default, Token);
        Assert.Contains("'choice.colour' is none of the values", turn.ToolCalls[0].Error, StringComparison.Ordinal);
        Assert.Contains("'choice.sizes[0]' is of the wrong type", turn.ToolCalls[1].Error, StringComparison.Ordinal);
    }
}
