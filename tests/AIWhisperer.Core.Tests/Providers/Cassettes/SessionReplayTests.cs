using System.Text;
using System.Text.RegularExpressions;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Providers.Cassettes;

public sealed partial class SessionReplayTests : IDisposable
{
    private readonly TemporaryDirectory _cassettes = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _cassettes.Dispose();

    [Fact]
    public async Task Replay_OfASession_GivesTheSameLog_WithoutUpstream()
    {
        string recorded;
        await using (var host = await StartAsync("Record"))
        {
            host.Upstream
                .Script("model-a", reply => reply
                    .Reasoning("The user ").Reasoning("greets. ").Texts("Grüß ", "dich, ", "世界")
                    .Usage(12, 5, cachedTokens: 4, reasoningTokens: 2))
                .Script("model-a", reply => reply
                    .Text("Let me see.").ToolCall("call_1", "get_current_time", "{}").ToolCall("call_2", "nothing", """{"a":""", """1}"""))
                .Script("model-a", reply => reply.Text("It is early.").Usage(30, 6))
                .Script("model-b", reply => reply.Error(401, "no"))
                .Script("model-b", reply => reply.Text("It bre").Cut())
                .Script("model-b", reply => reply.Error(503, "busy"))
                .Script("model-b", reply => reply.Finish("length").Text("Long"))
                .Script("model-a", reply => reply.ToolCall("call_1", "switch_agent", """{"agent_id":"debbie",""", "\"rea"))
                .Script("model-a", reply => reply.Text("Sorry."));
            recorded = await TalkAsync(host);
            Assert.True(host.Upstream.Requests.Count >= 9);
        }

        await using var replaying = await StartAsync("Replay");
        var replayed = await TalkAsync(replaying);

        Assert.Equal(recorded, replayed);
        Assert.Empty(replaying.Upstream.Requests);
        string[] types = [EventTypes.TurnFailed, EventTypes.ModelRetried, EventTypes.ToolCompleted, EventTypes.AgentSwitched, EventTypes.TurnCompleted];
        Assert.All(types, type => Assert.Contains($"\"type\":\"{type}\"", recorded, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Replay_OfOtherWords_FailsTheTurnAndSaysWhy()
    {
        await using (var host = await StartAsync("Record"))
        {
            await (await host.CreateSessionAsync(Token)).AskAsync("Hello", Token);
        }

        await using var replaying = await StartAsync("Replay");
        var turn = await (await replaying.CreateSessionAsync(Token)).AskAsync("Good day", Token);

        Assert.Equal(ErrorCodes.ProviderCassetteMismatch, turn.Error?.Code);
        Assert.False(turn.Error?.Retryable);
    }

    [Fact]
    public async Task Replay_OfProvidersWithoutTheirKeys_CountsThemAsAvailable()
    {
        await using (var host = await StartAsync("Record"))
        {
            await (await host.CreateSessionAsync(Token)).AskAsync("Hello", Token);
        }

        await using var replaying = await StartAsync("Replay");

        Assert.True(replaying.Get<Core.Providers.ProviderCatalog>().Status("locked").IsAvailable);
    }

    private Task<CoreHost> StartAsync(string mode) => CoreHost.StartAsync(
        Token,
        clock: new FixedTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
        settings: [("AIWhisperer:Cassettes:Mode", mode), ("AIWhisperer:Cassettes:Path", _cassettes.Path)]);

    private static async Task<string> TalkAsync(CoreHost host)
    {
        var session = await host.CreateSessionAsync(Token);
        await session.AskAsync("Hello", Token);
        await session.AskAsync("What time is it?", Token);
        await session.SwitchAgentAsync("debbie", null, Token);
        await session.AskAsync("Are you there?", Token);
        await session.AskAsync("And now?", Token);
        await session.AskAsync("Write a lot.", Token);
        await session.SwitchAgentAsync("alice", null, Token);
        await session.AskAsync("Hand over.", Token);
        return Settled(await host.Store.ReadAsync(new EventQuery(session.Id), Token));
    }

    /// <summary>One word for each id, time and duration: everything else has to be the same, byte for byte.</summary>
    private static string Settled(IReadOnlyList<LoggedEvent> log)
    {
        var text = string.Join('\n', log.Select(logged => Encoding.UTF8.GetString(logged.Json.Span)));
        return DurationPattern().Replace(TimePattern().Replace(IdPattern().Replace(text, "<id>"), "<time>"), "$1<duration>");
    }

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"(?<=""at"":"")[^""]+")]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"(""\w+Ms"":)\d+")]
    private static partial Regex DurationPattern();
}
