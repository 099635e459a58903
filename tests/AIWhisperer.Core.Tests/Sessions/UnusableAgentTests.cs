using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class UnusableAgentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "text")]
    [InlineData(" \n ", "text")]
    public async Task Send_EmptyText_NamesTheField(string text, string field)
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => session.SendAsync(new NewMessage(text), Token));

        Assert.Equal(field, refused.Field);
    }

    [Fact]
    public async Task Send_UnknownAgent_NamesThoseThereAre()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);

        var refused = await Assert.ThrowsAsync<NotFoundException>(() => session.SendAsync(new NewMessage("Hi", "bob"), Token));

        Assert.Contains("alice, debbie", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ModelUnavailable_SaysWhichKeyIsMissing()
    {
        await using var host = await CoreHost.StartAsync(Token, """
            alice:
              name: Alice
              prompt: "You are Alice."
              ai_config: { model: model-a }
            kay:
              name: Kay
              prompt: "You are Kay."
              ai_config: { provider: locked, model: model-k }
            """);
        var session = await host.CreateSessionAsync(Token);

        var refused = await Assert.ThrowsAsync<UnavailableException>(() => session.SendAsync(new NewMessage("Hi", "kay"), Token));

        Assert.Equal(ErrorCodes.AgentUnavailable, refused.Code);
        Assert.Contains("LOCKED_API_KEY", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_FirstChoiceUnavailable_FallsBackAndSaysSo()
    {
        await using var host = await CoreHost.StartAsync(Token, """
            kay:
              name: Kay
              prompt: "You are Kay."
              ai_config: { provider: locked, model: model-k, fallbacks: [fake/model-b] }
            """, ("AIWhisperer:Sessions:DefaultAgent", "kay"));
        var session = await host.CreateSessionAsync(Token, "kay");

        var receipt = await session.SendAsync(new NewMessage("Hi"), Token);
        var events = await session.ReadThroughEndAsync(receipt.TurnId, Token);

        var fellBack = Assert.Single(events.OfType<ModelFellBack>());
        Assert.Equal(("locked/model-k", "fake/model-b"), (fellBack.From, fellBack.To));
        Assert.Contains("LOCKED_API_KEY", fellBack.Reason, StringComparison.Ordinal);
        Assert.Equal("model-b", host.Upstream.Requests[0].Model);
    }
}
