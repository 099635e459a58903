using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class LimitTests
{
    private static readonly NewMessage s_message = new("Go");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_OwnerHasTheMostTurns_IsRefusedUntilOneHasEnded()
    {
        await using var host = await StartAsync("MaxTurnsPerOwner");
        var (one, other) = (await host.CreateSessionAsync(Token), await host.CreateSessionAsync(Token));
        var somebodyElses = await host.Sessions.CreateAsync("somebody else", new NewSession(), Token);
        var running = await one.SendAsync(s_message, Token);

        var refused = await Assert.ThrowsAsync<LimitReachedException>(() => other.SendAsync(s_message, Token));
        await somebodyElses.SendAsync(s_message, Token);
        await one.CancelAsync(running.TurnId, Token);
        await other.SendAsync(s_message, Token);

        Assert.Equal((ErrorCodes.TurnLimit, false), (refused.Code, refused.IsOfWholeServer));
        Assert.NotNull(refused.RetryAfter);
        Assert.Contains("AIWhisperer:Sessions:MaxTurnsPerOwner", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ServerHasTheMostTurns_IsRefusedToEverybody()
    {
        await using var host = await StartAsync("MaxTurns");
        var session = await host.CreateSessionAsync(Token);
        var somebodyElses = await host.Sessions.CreateAsync("somebody else", new NewSession(), Token);
        await session.SendAsync(s_message, Token);

        var refused = await Assert.ThrowsAsync<LimitReachedException>(() => somebodyElses.SendAsync(s_message, Token));

        Assert.Equal((ErrorCodes.TurnLimit, true), (refused.Code, refused.IsOfWholeServer));
    }

    [Fact]
    public async Task Send_ThatIsRefusedForAnotherReason_TakesNothingUp()
    {
        await using var host = await StartAsync("MaxTurnsPerOwner", 2);
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(s_message, Token);

        await Assert.ThrowsAsync<ConflictException>(() => session.SendAsync(s_message with { OnBusy = BusyPolicy.Reject }, Token));
        await session.SendAsync(s_message, Token);

        await Assert.ThrowsAsync<LimitReachedException>(() => session.SendAsync(s_message, Token));
    }

    [Fact]
    public async Task Restart_TurnsThatWaited_CountAgain()
    {
        await using var host = await StartAsync("MaxTurnsPerOwner", 2);
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(s_message, Token);
        var waiting = await session.SendAsync(s_message, Token);

        await host.RestartAsync(Token);
        var again = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        await again.SendAsync(s_message, Token);
        await Assert.ThrowsAsync<LimitReachedException>(() => again.SendAsync(s_message, Token));
        await again.CancelAsync(waiting.TurnId, Token);

        await again.SendAsync(s_message, Token);
    }

    [Theory]
    [InlineData("MaxAttachesPerOwner", CoreHost.Principal, false)]
    [InlineData("MaxAttaches", "somebody else", true)]
    public async Task Follow_BeyondTheLimit_IsRefusedUntilOneHasLeft(string setting, string owner, bool isOfWholeServer)
    {
        await using var host = await StartAsync(setting);
        var session = await host.CreateSessionAsync(Token);
        var other = await host.Sessions.CreateAsync(owner, new NewSession(), Token);
        var follower = session.Follow();

        var refused = Assert.Throws<LimitReachedException>(other.Follow);
        follower.Dispose();
        follower.Dispose();
        using var next = other.Follow();

        Assert.Equal((ErrorCodes.AttachLimit, isOfWholeServer), (refused.Code, refused.IsOfWholeServer));
        Assert.Throws<LimitReachedException>(other.Follow);
    }

    /// <summary>A host whose models never end their answers.</summary>
    private static async Task<CoreHost> StartAsync(string setting, int most = 1)
    {
        var host = await CoreHost.StartAsync(Token, setting: ($"AIWhisperer:Sessions:{setting}", most));
        host.Upstream.ScriptAlways("model-a", reply => reply.Hold());
        return host;
    }
}
