using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Sessions.Approvals;

/// <summary>What waits for a person, over all sessions of one owner.</summary>
public sealed class WaitingApprovalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_GivesWhatWaitsInAllSessionsOfTheOwner_SoonestVoidFirst()
    {
        var clock = new ManualTimeProvider();
        await using var scene = await ApprovalScene.StartAsync(clock);
        var (first, _) = await scene.Calls("run x", "run y").AskAsync();
        await first.RenameAsync("Errands", Token);
        clock.Advance(TimeSpan.FromMinutes(1));
        var (second, asked) = await scene.Calls("run z").AskAsync();

        var listed = await scene.Host.Sessions.ListApprovalsAsync(CoreHost.Principal, 10, Token);

        Assert.False(listed.IsTruncated);
        Assert.Equal([(first.Id, "Errands"), (first.Id, "Errands"), (second.Id, "")], listed.Pending.Select(one => (one.SessionId, one.SessionTitle)));
        Assert.Equal((await first.LoadApprovalsAsync(Token)).Pending.OrderBy(one => one.ApprovalId, StringComparer.Ordinal), listed.Pending.Take(2).Select(one => one.Approval));
        var last = listed.Pending[2].Approval;
        Assert.Equal((asked.ApprovalId, asked.TurnId, "alice", asked.ExpiresAt), (last.ApprovalId, last.TurnId, last.AgentId, last.ExpiresAt));
        Assert.Empty((await scene.Host.Sessions.ListApprovalsAsync("mallory", 10, Token)).Pending);
    }

    [Fact]
    public async Task List_IsBounded_AndGivesTheRestOnceThoseAreAnswered()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x", "run y", "run z").AskAsync();

        var listed = await scene.Host.Sessions.ListApprovalsAsync(CoreHost.Principal, 2, Token);
        foreach (var one in listed.Pending)
        {
            await session.ResolveApprovalAsync(one.Approval.ApprovalId, new(ApprovalChoice.Refuse), Token);
        }

        var rest = await scene.Host.Sessions.ListApprovalsAsync(CoreHost.Principal, 2, Token);
        await session.ResolveApprovalAsync(rest.Pending[0].Approval.ApprovalId, new(ApprovalChoice.Refuse), Token);

        Assert.Equal((2, true), (listed.Pending.Count, listed.IsTruncated));
        Assert.Equal((1, false), (rest.Pending.Count, rest.IsTruncated));
        Assert.Empty((await scene.Host.Sessions.ListApprovalsAsync(CoreHost.Principal, 2, Token)).Pending);
        await session.WaitForTurnAsync(asked.TurnId!, Token);
        await Assert.ThrowsAsync<InvalidInputException>(() => scene.Host.Sessions.ListApprovalsAsync(CoreHost.Principal, 201, Token));
    }

    [Fact]
    public async Task List_AfterARestart_StillHasWhatWaits()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();
        await scene.Host.RestartAsync(Token);

        var listed = await scene.Host.Sessions.ListApprovalsAsync(CoreHost.Principal, 10, Token);

        var waiting = Assert.Single(listed.Pending);
        Assert.Equal((session.Id, asked.ApprovalId, asked.At), (waiting.SessionId, waiting.Approval.ApprovalId, waiting.Approval.AskedAt));
    }

    [Fact]
    public async Task Loop_WhileACallWaits_SaysSo()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x", "hang h").AskAsync();
        Assert.Equal(AILoopState.WaitingForApproval, State());

        await session.ResolveApprovalAsync(asked.ApprovalId, new(ApprovalChoice.Approve), Token);
        await scene.Hanging.Task.WaitAsync(Token);
        Assert.Equal(AILoopState.Running, State());
        scene.Release.SetResult();
        await session.WaitForTurnAsync(asked.TurnId!, Token);

        AILoopState State() => Assert.Single(scene.Host.Sessions.ListLoops(CoreHost.Principal)).State;
    }
}
