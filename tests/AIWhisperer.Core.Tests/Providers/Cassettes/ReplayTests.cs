using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.Cassettes;

public sealed class ReplayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replay_AnotherMessage_IsRefusedWithItsPlaceAndWithoutItsWords()
    {
        using var rig = new CassetteRig();
        await CassetteRig.AskAsync(rig.Recorder(), "the red one");

        var heard = await CassetteRig.AskAsync(rig.Player(), "the blue one");

        Assert.StartsWith($"failed {ErrorCodes.ProviderCassetteMismatch} Call 1 of the agent `alice`", heard, StringComparison.Ordinal);
        Assert.Contains("line 3: message 1 of the role user has other contents", heard, StringComparison.Ordinal);
        Assert.Contains(" False ", heard, StringComparison.Ordinal);
        Assert.DoesNotContain("blue", heard, StringComparison.Ordinal);
        Assert.DoesNotContain("red", heard, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_AnotherModelRoleOrNumberOfMessages_SaysWhichDiffers()
    {
        using var rig = new CassetteRig();
        await CassetteRig.AskAsync(rig.Recorder(), "one");
        var player = rig.Player();

        Assert.Contains("test/model-b", await CassetteRig.AskAsync(player, "one", CassetteRig.Call(model: "model-b")), StringComparison.Ordinal);
        Assert.Contains(
            "role system", await CassetteRig.HearAsync(player, [new(ChatRole.System, "one")], cancellationToken: Token), StringComparison.Ordinal);
        Assert.Contains(
            "this one sends 2",
            await CassetteRig.HearAsync(player, [new(ChatRole.User, "one"), new(ChatRole.User, "one")], cancellationToken: Token),
            StringComparison.Ordinal);
        Assert.EndsWith("completed", await CassetteRig.AskAsync(player, "one"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_BeyondTheEnd_SaysSo()
    {
        using var rig = new CassetteRig();
        await CassetteRig.AskAsync(rig.Recorder(), "one");
        var player = rig.Player();
        await CassetteRig.AskAsync(player, "one");

        Assert.Contains("holds 1 calls of the agent `alice`", await CassetteRig.AskAsync(player, "one"), StringComparison.Ordinal);
        Assert.Contains(
            "holds 0 calls of the agent `eve`", await CassetteRig.AskAsync(player, "one", CassetteRig.Call(agent: "eve")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_EachSession_BeginsAtTheBeginning_AndAgentsHaveCallsOfTheirOwn()
    {
        using var rig = new CassetteRig();
        var recorder = rig.Recorder();
        foreach (var (agent, text) in new[] { ("alice", "a1"), ("debbie", "d1"), ("alice", "a2") })
        {
            rig.Script = () => CassetteRig.Updates($"to {text}");
            await CassetteRig.AskAsync(recorder, text, CassetteRig.Call(agent: agent));
        }

        var player = rig.Player();
        foreach (var session in new[] { "x", "y" })
        {
            Assert.Equal("[text to d1] \ncompleted", await CassetteRig.AskAsync(player, "d1", CassetteRig.Call(session, "debbie")));
            Assert.Equal("[text to a1] \ncompleted", await CassetteRig.AskAsync(player, "a1", CassetteRig.Call(session)));
        }

        Assert.Equal("[text to a2] \ncompleted", await CassetteRig.AskAsync(player, "a2", CassetteRig.Call("x")));
    }

    [Fact]
    public async Task Replay_OfADirectory_PlaysTheCassetteThatBeginsWithTheCall()
    {
        using var rig = new CassetteRig();
        var recorder = rig.Recorder();
        foreach (var text in new[] { "one", "two" })
        {
            rig.Script = () => CassetteRig.Updates($"to {text}");
            await CassetteRig.AskAsync(recorder, text, CassetteRig.Call(text));
        }

        var player = rig.Player();

        Assert.Equal("[text to two] \ncompleted", await CassetteRig.AskAsync(player, "two", CassetteRig.Call("x")));
        Assert.Equal("[text to one] \ncompleted", await CassetteRig.AskAsync(player, "one", CassetteRig.Call("y")));
        Assert.Contains("None of the 2 cassettes", await CassetteRig.AskAsync(player, "three", CassetteRig.Call("z")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_OfACallOfNoSession_IsRefused()
    {
        using var rig = new CassetteRig();
        await CassetteRig.AskAsync(rig.Recorder(), "one");

        var failure = await Assert.ThrowsAsync<ProviderException>(() => rig.Player().GetResponseAsync("one", cancellationToken: Token));

        Assert.Equal(ErrorCodes.ProviderCassetteMismatch, failure.Code);
    }

    [Fact]
    public async Task Replay_MessageWithoutContents_StandsForAny()
    {
        using var rig = new CassetteRig();
        await CassetteRig.HearAsync(rig.Recorder(), [new(ChatRole.System, "It is 12:00."), new(ChatRole.User, "Hi")], cancellationToken: Token);
        await File.WriteAllTextAsync(
            rig.File, rig.Text.Replace(""","contents":[{"text":"It is 12:00."}]""", "", StringComparison.Ordinal), Token);

        var heard = await CassetteRig.HearAsync(
            rig.Player(), [new(ChatRole.System, "It is 13:00."), new(ChatRole.User, "Hi")], cancellationToken: Token);

        Assert.Equal("[text Hello] \ncompleted", heard);
    }

    [Theory]
    [InlineData(1, 400)]
    [InlineData(2, 200)]
    public async Task Replay_AtASpeed_KeepsTheRecordedTimes(double speed, int milliseconds)
    {
        using var rig = new CassetteRig();
        var recordedOn = new ManualTimeProvider();
        rig.Script = () => PausingAsync(recordedOn);
        await CassetteRig.AskAsync(rig.Recorder(recordedOn), "one");

        var clock = new ManualTimeProvider();
        await using var pieces = rig.Player(speed: speed, clock: clock)
            .GetStreamingResponseAsync("one", CassetteRig.Call(), Token).GetAsyncEnumerator(Token);
        Assert.True(await pieces.MoveNextAsync());
        var second = pieces.MoveNextAsync().AsTask();
        await clock.WaitForTimersAsync(1, Token);
        clock.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.False(second.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(await second);
        Assert.Equal("later", pieces.Current.Text);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> PausingAsync(ManualTimeProvider clock)
    {
        await Task.Yield();
        yield return new ChatResponseUpdate(ChatRole.Assistant, "now");
        clock.Advance(TimeSpan.FromMilliseconds(400));
        yield return new ChatResponseUpdate(ChatRole.Assistant, "later");
    }
}
