using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class StorageFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_StoreRefuses_IsNotAcknowledgedAndTheSessionGoesOnOnceItRecovers()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var session = await host.CreateSessionAsync(Token);

        store!.Fails = true;
        var refused = await Assert.ThrowsAsync<UnavailableException>(() => session.SendAsync(new NewMessage("lost"), Token));
        await Assert.ThrowsAsync<UnavailableException>(() => session.RenameAsync("lost", Token));
        await Assert.ThrowsAsync<UnavailableException>(() => session.SwitchAgentAsync("debbie", null, Token));
        Assert.Equal((0, "", "alice"), (session.Record.OpenTurns, session.Record.Title, session.Record.ActiveAgentId));

        store.Fails = false;
        var receipt = await session.SendAsync(new NewMessage("kept"), Token);
        var turn = await session.WaitForTurnAsync(receipt.TurnId, Token);

        Assert.Equal(ErrorCodes.StorageUnavailable, refused.Code);
        Assert.Equal((TurnStatus.Completed, "alice"), (turn.Status, turn.AgentId));
        Assert.DoesNotContain(host.Upstream.Requests[^1].Messages, message => message.Contains("lost", StringComparison.Ordinal));
        Assert.Equal(0, session.Record.OpenTurns);
        var types = (await session.ReadEventsAsync(0, 100, Token)).Select(logged => logged.Type).ToList();
        Assert.Single(types, EventTypes.MessageAdded);
    }
}
