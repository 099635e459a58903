using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Sessions.Approvals;

/// <summary>Approvals that a person gave for more than one call.</summary>
public sealed class StandingApprovalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ApprovalMemory.Call, false)]
    [InlineData(ApprovalMemory.Tool, true)]
    public async Task Remembered_StandsForLaterCalls_AlsoAfterARestart(ApprovalMemory remember, bool coversOthers)
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();
        await session.ResolveApprovalAsync(asked.ApprovalId, new(ApprovalChoice.Approve, Remember: remember), Token);
        await session.WaitForTurnAsync(asked.TurnId!, Token);
        session = await scene.RestartAsync(session);

        scene.Calls("run x");
        await session.AskAsync("Again", Token);
        Assert.Equal(["run x", "run x"], scene.Effects);
        scene.Calls("run y");
        var other = await session.SendAsync(new NewMessage("Another"), Token);
        await session.AttachAsync(other.Seq, Token).UntilAsync(
            read => read is SessionEvent.ToolApprovalRequired or SessionEvent.ToolCompleted, Token);

        Assert.Equal(coversOthers, scene.Effects.Contains("run y"));
        Assert.Equal(remember, Assert.Single((await session.LoadApprovalsAsync(Token)).Standing).Remember);
    }

    [Theory]
    [InlineData(ApprovalMemory.Call, "run x", "run x")]
    [InlineData(ApprovalMemory.Tool, "run x", "run x", "run y")]
    public async Task Remembered_StandsForCallsThatWaitAlready(ApprovalMemory remember, params string[] ran)
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x", "run x", "run y", "note z").AskAsync();

        await session.ResolveApprovalAsync(asked.ApprovalId, new(ApprovalChoice.Approve, Remember: remember), Token);
        foreach (var open in (await session.LoadApprovalsAsync(Token)).Pending)
        {
            await session.ResolveApprovalAsync(open.ApprovalId, new(ApprovalChoice.Refuse), Token);
        }

        await session.WaitForTurnAsync(asked.TurnId!, Token);
        Assert.Equal(ran, scene.Effects.Where(effect => effect.StartsWith("run", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Remembered_StandsForItsAgentOnly()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();
        await session.ResolveApprovalAsync(asked.ApprovalId, new(ApprovalChoice.Approve, Remember: ApprovalMemory.Tool), Token);
        await session.WaitForTurnAsync(asked.TurnId!, Token);
        await session.SwitchAgentAsync("debbie", null, Token);
        scene.CallsOn("model-b", "run x");

        var again = await ApprovalScene.AskAsync(session);

        Assert.Equal("debbie", again.AgentId);
        Assert.Equal(["run x"], scene.Effects);
    }

    [Fact]
    public async Task Remembered_BeforeAnythingUntrustedWasRead_DoesNotCountAfterIt()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();
        await session.ResolveApprovalAsync(asked.ApprovalId, new(ApprovalChoice.Approve, Remember: ApprovalMemory.Tool), Token);
        await session.WaitForTurnAsync(asked.TurnId!, Token);

        scene.Calls("page p").Calls("run x");
        var again = await ApprovalScene.AskAsync(session);
        await session.ResolveApprovalAsync(again.ApprovalId, new(ApprovalChoice.Approve, Remember: ApprovalMemory.Tool), Token);
        await session.WaitForTurnAsync(again.TurnId!, Token);
        scene.Calls("run z");
        await session.AskAsync("Once more", Token);

        Assert.True(again.Untrusted);
        Assert.Equal(["run x", "page p", "run x", "run z"], scene.Effects);
    }

    [Fact]
    public async Task Revoked_IsAskedAboutAgain_AlsoAfterARestart_AndWhatWasApprovedUnderItRuns()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x").AskAsync();
        await session.ResolveApprovalAsync(asked.ApprovalId, new(ApprovalChoice.Approve, Remember: ApprovalMemory.Tool), Token);
        await session.WaitForTurnAsync(asked.TurnId!, Token);
        scene.Calls("hang h", "run y");
        var under = await session.SendAsync(new NewMessage("Under it"), Token);
        await scene.Hanging.Task.WaitAsync(Token);

        await session.RevokeApprovalAsync(asked.ApprovalId, Token);
        scene.Release.SetResult();
        await session.WaitForTurnAsync(under.TurnId, Token);
        session = await scene.RestartAsync(session);
        scene.Calls("run z");
        var again = await ApprovalScene.AskAsync(session);

        Assert.Equal(["run x", "run y"], scene.Effects);
        var approvals = await session.LoadApprovalsAsync(Token);
        Assert.Empty(approvals.Standing);
        Assert.Equal(again.ApprovalId, Assert.Single(approvals.Pending).ApprovalId);
        var revoked = Assert.Single((await session.ReadEventsAsync(0, 100, ChannelSet.Default, Token)), logged => logged.Type == EventTypes.ToolApprovalRevoked);
        Assert.Equal(("alice", null), (revoked.AgentId, revoked.TurnId));
    }

    [Fact]
    public async Task Revoked_WhatDoesNotStand_IsNotFound()
    {
        await using var scene = await ApprovalScene.StartAsync();
        var (session, asked) = await scene.Calls("run x", "run y").AskAsync();
        var other = (await session.LoadApprovalsAsync(Token)).Pending.Single(pending => pending.ApprovalId != asked.ApprovalId);
        await session.ResolveApprovalAsync(other.ApprovalId, new(ApprovalChoice.Approve), Token);
        await RefusedAsync(asked.ApprovalId);
        await RefusedAsync(other.ApprovalId);

        await session.ResolveApprovalAsync(asked.ApprovalId, new(ApprovalChoice.Approve, Remember: ApprovalMemory.Call), Token);
        await session.RevokeApprovalAsync(asked.ApprovalId, Token);
        await RefusedAsync(asked.ApprovalId);

        async Task RefusedAsync(string approvalId) => Assert.Equal(
            ErrorCodes.ApprovalNotFound,
            (await Assert.ThrowsAsync<NotFoundException>(() => session.RevokeApprovalAsync(approvalId, Token))).Code);
    }
}
