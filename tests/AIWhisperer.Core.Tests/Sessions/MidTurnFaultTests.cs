using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>The store fails while a turn is under way: what was seen and what was done is in the log in the end.</summary>
public sealed class MidTurnFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turn_StoreRefusesAToolRound_ItsTextIsStoredWithTheEnding()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Text("Let me look.").Gate(gate).ToolCall("c1", "get_current_time", "{}"));
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Time?"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);
        store!.AppendsToRefuse = 1;
        gate.Open();
        await session.ReadThroughEndAsync(receipt.TurnId, Token);
        var turn = await session.GetTurnAsync(receipt.TurnId, Token);
        var types = (await session.ReadEventsAsync(0, 100, Token)).Select(logged => logged.Type).ToList();

        Assert.DoesNotContain(EventTypes.ToolCompleted, types);
        Assert.Equal("Let me look.", turn.Text);
    }

    [Fact]
    public async Task Turn_StoreRefusesAToolsOutcome_ItIsStoredWithTheEnding()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        host.Upstream.Script("model-a", reply => reply.ToolCall("c1", "get_current_time", "{}"));
        var session = await host.CreateSessionAsync(Token);
        store!.TypeToRefuse = EventTypes.ToolCompleted;
        var receipt = await session.SendAsync(new NewMessage("Time?"), Token);
        await store.Refused.WaitAsync(Token);
        store.TypeToRefuse = null;
        await session.ReadThroughEndAsync(receipt.TurnId, Token);
        var turn = await session.GetTurnAsync(receipt.TurnId, Token);
        Assert.Equal(ToolCallOutcome.Succeeded, Assert.Single(turn.ToolCalls).Outcome);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key-1")]
    public async Task Delete_StoreRefuses_IsAnsweredInTimeAndSoIsAPostBehindIt(string? key)
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(
            Token, setting: ("AIWhisperer:Sessions:StoreTimeout", "00:00:00.2"), wrapStore: inner => store = new FailingStore(inner));
        host.Upstream.Script("model-a", reply => reply.Text("half").Hold());
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("one"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);
        store!.AppendsToRefuse = int.MaxValue;

        var deleting = host.Sessions.DeleteAsync(CoreHost.Principal, session.Id, Token);
        await store.Refused.WaitAsync(Token);
        var sending = session.SendAsync(new NewMessage("two", ClientMessageId: key), Token);

        await Assert.ThrowsAsync<UnavailableException>(() => deleting);
        await Assert.ThrowsAsync<UnavailableException>(() => sending);
        store.AppendsToRefuse = 0;
        await session.WaitForTurnAsync(receipt.TurnId, Token);
        await host.Sessions.DeleteAsync(CoreHost.Principal, session.Id, Token);
        Assert.Null(await host.Store.FindAsync(session.Id, Token));
    }
}
