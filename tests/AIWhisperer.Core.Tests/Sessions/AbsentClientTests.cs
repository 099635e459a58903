using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class AbsentClientTests
{
    private static readonly TimeSpan s_grace = new SessionOptions().DisconnectGrace;
    private static readonly TimeSpan s_moment = TimeSpan.FromTicks(1);

    private readonly ManualTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LastClientGone_TurnThatIsToBeCancelled_IsCancelledAfterTheGrace()
    {
        await using var host = await StartAsync();
        host.Upstream.Script("model-a", reply => reply.Text("Half").Hold());
        var session = await host.CreateSessionAsync(Token);
        var receipt = await SendFollowedAsync(host, session, new NewMessage("Go", OnDisconnect: DisconnectPolicy.Cancel));

        _clock.Advance(s_grace - s_moment);
        var before = await session.GetTurnAsync(receipt.TurnId, Token);
        _clock.Advance(s_moment);
        var after = await session.WaitForTurnAsync(receipt.TurnId, Token);

        Assert.Equal(TurnStatus.Running, before.Status);
        Assert.Equal((TurnStatus.Cancelled, Actor.System), (after.Status, after.CancelledBy));
        await host.Upstream.Requests[0].Aborted.WaitAsync(Token);
    }

    [Fact]
    public async Task LastClientGone_ByDefault_TheTurnGoesOn()
    {
        await using var host = await StartAsync();
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Text("Half").Gate(gate).Text(" done."));
        var session = await host.CreateSessionAsync(Token);
        var receipt = await SendFollowedAsync(host, session, new NewMessage("Go"));

        _clock.Advance(s_grace * 2);
        gate.Open();

        Assert.Equal("Half done.", (await session.WaitForTurnAsync(receipt.TurnId, Token)).Text);
    }

    [Fact]
    public async Task OneOfTwoClientsGone_TheTurnGoesOn()
    {
        await using var host = await StartAsync();
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Text("Half").Gate(gate).Text(" done."));
        var session = await host.CreateSessionAsync(Token);
        using var other = session.Follow();
        var receipt = await SendFollowedAsync(host, session, new NewMessage("Go", OnDisconnect: DisconnectPolicy.Cancel));

        _clock.Advance(s_grace * 2);
        gate.Open();

        Assert.Equal(TurnStatus.Completed, (await session.WaitForTurnAsync(receipt.TurnId, Token)).Status);
    }

    [Fact]
    public async Task ClientBackWithinTheGrace_SavesTheTurn_AndItsNextAbsenceIsANewOne()
    {
        await using var host = await StartAsync();
        host.Upstream.Script("model-a", reply => reply.Text("Half").Hold());
        var session = await host.CreateSessionAsync(Token);
        var receipt = await SendFollowedAsync(host, session, new NewMessage("Go", OnDisconnect: DisconnectPolicy.Cancel));
        _clock.Advance(s_grace - s_moment);

        using (session.Follow())
        {
            _clock.Advance(s_grace * 2);
        }

        _clock.Advance(s_grace - s_moment);
        Assert.Equal(TurnStatus.Running, (await session.GetTurnAsync(receipt.TurnId, Token)).Status);
        _clock.Advance(s_moment);
        Assert.Equal(TurnStatus.Cancelled, (await session.WaitForTurnAsync(receipt.TurnId, Token)).Status);
    }

    [Fact]
    public async Task LastClientGone_OfWaitingTurns_ThoseThatAreToBeCancelledAre()
    {
        await using var host = await StartAsync();
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Text("First").Gate(gate).Text("."));
        var session = await host.CreateSessionAsync(Token);
        var running = await session.SendAsync(new NewMessage("one"), Token);
        var cancelled = await session.SendAsync(new NewMessage("two", OnDisconnect: DisconnectPolicy.Cancel), Token);
        var kept = await session.SendAsync(new NewMessage("three", OnDisconnect: DisconnectPolicy.Continue), Token);

        session.Follow().Dispose();
        _clock.Advance(s_grace);
        gate.Open();

        Assert.Equal(Actor.System, (await session.WaitForTurnAsync(cancelled.TurnId, Token)).CancelledBy);
        Assert.Equal(TurnStatus.Completed, (await session.WaitForTurnAsync(kept.TurnId, Token)).Status);
        Assert.Equal(TurnStatus.Completed, (await session.GetTurnAsync(running.TurnId, Token)).Status);
    }

    [Fact]
    public async Task LastClientGone_OfAllTurns_TheWaitingOnesNeverBegin()
    {
        await using var host = await StartAsync();
        host.Upstream.ScriptAlways("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        var receipts = new List<TurnReceipt>();
        for (var i = 0; i < 5; i++)
        {
            receipts.Add(await session.SendAsync(new NewMessage($"{i}", OnDisconnect: DisconnectPolicy.Cancel), Token));
        }

        await host.Upstream.NextRequestAsync(Token);
        session.Follow().Dispose();
        _clock.Advance(s_grace);
        foreach (var receipt in receipts)
        {
            Assert.Equal(Actor.System, (await session.WaitForTurnAsync(receipt.TurnId, Token)).CancelledBy);
        }

        Assert.Single(await session.ReadEventsAsync(0, 100, Token), logged => logged.Type == EventTypes.TurnStarted);
        Assert.Single(host.Upstream.Requests);
    }

    [Fact]
    public async Task ReceiptOfATurnThatNobodyFollowed_IsGood()
    {
        await using var host = await StartAsync();
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Text("Half").Gate(gate).Text(" done."));
        var session = await host.CreateSessionAsync(Token);
        session.Follow().Dispose();
        var receipt = await session.SendAsync(new NewMessage("Go", OnDisconnect: DisconnectPolicy.Cancel), Token);

        _clock.Advance(s_grace * 2);
        gate.Open();

        Assert.Equal(TurnStatus.Completed, (await session.WaitForTurnAsync(receipt.TurnId, Token)).Status);
    }

    [Fact]
    public async Task AgentsPolicy_Holds_UnlessTheSenderSaysOtherwise()
    {
        await using var host = await StartAsync("""
            alice: { name: Alice, prompt: You are Alice., ai_config: { model: model-a }, on_disconnect: cancel }
            debbie: { name: Debbie, prompt: You are Debbie., ai_config: { model: model-b }, on_disconnect: cancel }
            """);
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Hold()).Script("model-b", reply => reply.Gate(gate).Text("Done."));
        var session = await host.CreateSessionAsync(Token);
        var byAgent = await session.SendAsync(new NewMessage("Go"), Token);
        var bySender = await session.SendAsync(new NewMessage("Go", "debbie", OnDisconnect: DisconnectPolicy.Continue), Token);

        session.Follow().Dispose();
        _clock.Advance(s_grace);
        gate.Open();

        Assert.Equal(Actor.System, (await session.WaitForTurnAsync(byAgent.TurnId, Token)).CancelledBy);
        Assert.Equal(TurnStatus.Completed, (await session.WaitForTurnAsync(bySender.TurnId, Token)).Status);
        var added = (await session.ReadEventsAsync(0, 100, Token)).Select(logged => logged.Read()).OfType<MessageAdded>();
        Assert.Equal([null, DisconnectPolicy.Continue], added.Select(read => read.OnDisconnect));
    }

    [Fact]
    public async Task SendersPolicy_OutlivesARestart()
    {
        await using var host = await StartAsync();
        host.Upstream.ScriptAlways("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("one"), Token);
        var waiting = await session.SendAsync(new NewMessage("two", OnDisconnect: DisconnectPolicy.Cancel), Token);

        await host.RestartAsync(Token);
        var again = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        again.Follow().Dispose();
        _clock.Advance(s_grace);

        Assert.Equal(Actor.System, (await again.WaitForTurnAsync(waiting.TurnId, Token)).CancelledBy);
    }

    private Task<CoreHost> StartAsync(string? agents = null) => CoreHost.StartAsync(Token, agents, clock: _clock);

    /// <summary>Sends, waits until the model writes, and goes away.</summary>
    private static async Task<TurnReceipt> SendFollowedAsync(CoreHost host, Session session, NewMessage message)
    {
        using var follower = session.Follow();
        var receipt = await session.SendAsync(message, Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);
        Assert.Single(host.Upstream.Requests);
        return receipt;
    }
}
