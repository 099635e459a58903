using AIWhisperer.Core.Events;
using AIWhisperer.Core.Tests.Configuration;
using AIWhisperer.TestHarness;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Providers.Cassettes;

/// <summary>The cassettes in the repository, played to the agents in the repository.</summary>
public sealed class ShippedCassetteTests
{
    private static readonly string s_directory = Path.Combine(ShippedConfiguration.Root, "../tests/cassettes");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("plain-reply.jsonl", "Hello, who are you?", "I am Alice, and these words come from a cassette.", null)]
    [InlineData("tool-round.jsonl", "Look at the clock, please.", "I have looked at the clock.", EventTypes.ToolCompleted)]
    [InlineData("reasoning.jsonl", "Is 91 a prime number?", "No: 91 = 7 × 13.", null)]
    [InlineData("failure-then-retry.jsonl", "Are you busy?", "Not any more.", EventTypes.ModelRetried)]
    public async Task Replay_OfACassette_GivesItsConversation(string file, string question, string answer, string? eventType)
    {
        Assert.True(File.Exists(Path.Combine(s_directory, file)));
        await using var host = await StartAsync();
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync(question, Token);

        Assert.Equal((null, "openai"), (turn.Error?.Message, turn.Provider));
        var log = await host.Store.ReadAsync(new Core.Sessions.EventQuery(session.Id), Token);
        var messages = log.Select(logged => logged.Read()).OfType<MessageCompleted>().ToList();
        Assert.Equal(answer, messages.Last(message => message.Channel == MessageChannel.Final).Text);
        Assert.Equal(file == "reasoning.jsonl", messages.Exists(message => message.Channel == MessageChannel.Analysis));
        Assert.Contains(log, logged => eventType is null || logged.Type == eventType);
    }

    private static Task<CoreHost> StartAsync() => CoreHost.StartAsync(
        Token,
        settings:
        [
            ("AIWhisperer:Configuration:Directory", ShippedConfiguration.Root),
            ("AIWhisperer:Cassettes:Mode", "replay"),
            ("AIWhisperer:Cassettes:Path", s_directory),
        ]);
}
