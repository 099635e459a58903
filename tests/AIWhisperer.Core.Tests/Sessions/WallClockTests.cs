using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class WallClockTests
{
    private static readonly TimeSpan s_twoDays = TimeSpan.FromDays(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Order_WhenTheClockIsSetBackAndForward_IsThatOfTheLog()
    {
        var clock = new ManualTimeProvider();
        await using var host = await CoreHost.StartAsync(Token, clock: clock);
        var session = await host.CreateSessionAsync(Token);
        await session.AskAsync("first", Token);
        clock.SetWallClock(-s_twoDays);
        await session.AskAsync("second", Token);
        host.Upstream.Script("model-a", reply => reply.Text("So far").Hold());
        var running = await session.SendAsync(new NewMessage("third"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read.TurnId == running.TurnId && read is SessionEvent.MessageDelta, Token);
        var waiting = await session.SendAsync(new NewMessage("fourth"), Token);
        clock.SetWallClock(2 * s_twoDays);

        await host.RestartAsync(Token);
        clock.SetWallClock(-s_twoDays);
        session = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        await session.WaitForTurnAsync(waiting.TurnId, Token);
        await session.AskAsync("fifth", Token);

        var events = await session.ReadEventsAsync(0, 1_000, Token);
        Assert.Equal(events.Select(logged => logged.Seq).Order(), events.Select(logged => logged.Seq));
        Assert.NotEqual(events.Select(logged => logged.Read().At).Order(), events.Select(logged => logged.Read().At));
        Assert.Equal(
            ["first", "second", "third", "fourth", "fifth"],
            (await session.ReadMessagesAsync(0, 100, Token)).Messages.Where(message => message.Role == "user").Select(message => message.Text));
        Assert.Equal(
            ["user: first", "user: second", "user: third", "user: fourth", "user: fifth"],
            host.Upstream.Requests[^1].Messages.Where(message => message.StartsWith("user: ", StringComparison.Ordinal)));
        Assert.Equal(TurnStatus.Interrupted, (await session.GetTurnAsync(running.TurnId, Token)).Status);
        var resumed = await session.AttachAsync(events[3].Seq, Token).UntilAsync(read => read.Seq == events[^1].Seq, Token);
        Assert.Equal(events.Skip(4).Select(logged => logged.Seq), resumed.Where(read => read is not SessionEvent.MessageDelta).Select(read => read.Seq));
    }
}
