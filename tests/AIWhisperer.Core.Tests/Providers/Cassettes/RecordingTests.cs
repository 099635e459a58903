using System.Runtime.CompilerServices;
using System.Text.Json;
using AIWhisperer.Core.Providers;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.Cassettes;

public sealed class RecordingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Replay_OfWhateverCame_GivesTheSame(string name, Func<IAsyncEnumerable<ChatResponseUpdate>> script)
    {
        using var rig = new CassetteRig { Script = script };

        var recorded = await CassetteRig.AskAsync(rig.Recorder(), name);
        var replayed = await CassetteRig.AskAsync(rig.Player(), name);

        Assert.Equal(recorded, replayed);
    }

    public static TheoryData<string, Func<IAsyncEnumerable<ChatResponseUpdate>>> Scripts() => new()
    {
        { "pieces", () => CassetteRig.Updates("Grü", "ße, ", "𝄞", "\u2028\n\"\\", "", "世界") },
        { "nothing", () => CassetteRig.Updates() },
        { "everything", EverythingAsync },
        { "failure first", () => FailAsync(Busy()) },
        { "failure in the middle", () => FailAsync(Busy(), new TextContent("It "), new TextContent("bre")) },
        { "defect", () => FailAsync(new InvalidOperationException("A defect.")) },
    };

    [Fact]
    public async Task Replay_OfACallThatWasLeft_WaitsToBeLeft()
    {
        using var rig = new CassetteRig { Script = () => HoldAsync() };
        await LeaveAfterOneAsync(rig.Recorder());

        Assert.Contains("\"outcome\":\"cancelled\"", rig.Text, StringComparison.Ordinal);
        Assert.Equal("It ", await LeaveAfterOneAsync(rig.Player()));
    }

    [Fact]
    public async Task Record_ACallThatRepeatsTheConversation_WritesWhatIsNewOnly()
    {
        using var rig = new CassetteRig();
        var recorder = rig.Recorder();
        ChatMessage[] messages =
        [
            new(ChatRole.System, "You are Alice."),
            new(ChatRole.User, "one"),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "add", new Dictionary<string, object?> { ["a"] = 1, ["b"] = "ü" })]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "2")]),
            new(ChatRole.User, "two") { AuthorName = "debbie" },
        ];
        await CassetteRig.HearAsync(recorder, messages[..2], cancellationToken: Token);
        await CassetteRig.HearAsync(recorder, messages, cancellationToken: Token);

        Assert.Equal(5, rig.Text.Split("\"line\":\"sent\"").Length - 1);
        Assert.Contains("\"keeps\":2", rig.Text, StringComparison.Ordinal);
        var player = rig.Player();
        Assert.EndsWith("completed", await CassetteRig.HearAsync(player, messages[..2], cancellationToken: Token), StringComparison.Ordinal);
        Assert.EndsWith("completed", await CassetteRig.HearAsync(player, messages, cancellationToken: Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_Keys_StandNowhereInTheFile_AndReplayNeedsNone()
    {
        const string Key = "canary-4711-abcdef", Like = "sk-canary0815wxyz", Odd = "Zq-canary-998877";
        using var rig = new CassetteRig { Keys = [new Secret(Key), new Secret(Odd)] };
        rig.Script = () => FailAsync(
            new ProviderException(ErrorCodes.ProviderRejected, $"refused {Odd}"),
            new TextContent("It is canary-4711"), new TextContent("-abc"), new TextContent($"def, not {Like[..5]}"), new TextContent(Like[5..]),
            new TextReasoningContent("Zq-can"), new TextReasoningContent("ary-998877"),
            new FunctionCallContent(Key, "look", new Dictionary<string, object?> { ["where"] = new[] { Key }, [Like] = 1 }));
        ChatMessage[] messages =
        [
            new(ChatRole.System, $"The key is {Key}."),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "look", new Dictionary<string, object?> { ["key"] = Odd })]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", $"found {Like}")]),
            new(ChatRole.User, $"And mine is {Like}."),
        ];
        var options = CassetteRig.Call();
        options.StopSequences = [Key];
        var recorded = await CassetteRig.HearAsync(rig.Recorder(), messages, options, Token);
        using var withoutKeys = new CassetteRig();
        var replayed = await CassetteRig.HearAsync(withoutKeys.Player(rig.File), messages, options, Token);

        foreach (var part in (string[])["canary", "4711", "998877", "0815", "abcdef"])
        {
            Assert.Contains(part, recorded, StringComparison.Ordinal);
            Assert.DoesNotContain(part, rig.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(part, replayed, StringComparison.Ordinal);
        }

        Assert.Equal(recorded.Split('\n').Length, replayed.Split('\n').Length);
        Assert.Contains("[text It is ***********] \n[text ****] \n[text ***, not *****] ", replayed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_Files_AreTheirOwnersOnly_AndNamedAfterTheirSessions()
    {
        using var rig = new CassetteRig();
        var recorder = rig.Recorder(new ManualTimeProvider());

        await CassetteRig.AskAsync(recorder, "one", CassetteRig.Call("s1"));
        await CassetteRig.AskAsync(recorder, "two", CassetteRig.Call("s2", "debbie"));

        var files = Directory.GetFiles(rig.Directory);
        Assert.Equal(
            ["20260102-030405-alice-s1.jsonl", "20260102-030405-debbie-s2.jsonl"], files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Others = (UnixFileMode)0b111_111;
            foreach (var path in (string[])[rig.Directory, .. files])
            {
                Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & Others);
            }
        }
    }

    [Fact]
    public async Task Record_ASessionThatComesBackAfterARestart_GoesOnInItsFile()
    {
        using var rig = new CassetteRig();
        ChatMessage[] messages = [new(ChatRole.User, "one"), new(ChatRole.Assistant, "Hello"), new(ChatRole.User, "two")];
        await CassetteRig.HearAsync(rig.Recorder(), messages[..1], cancellationToken: Token);
        rig.Script = () => CassetteRig.Updates("again");

        await CassetteRig.HearAsync(rig.Recorder(), messages, cancellationToken: Token);

        Assert.Equal(3, rig.Text.Split("\"line\":\"sent\"").Length - 1);
        var player = rig.Player();
        await CassetteRig.HearAsync(player, messages[..1], cancellationToken: Token);
        Assert.Equal("[text again] \ncompleted", await CassetteRig.HearAsync(player, messages, cancellationToken: Token));
    }

    [Fact]
    public async Task Record_WhereNothingCanBeWritten_LetsTheCallsGoOn()
    {
        using var rig = new CassetteRig();
        await File.WriteAllTextAsync(rig.Directory, "a file in the directory's place", Token);

        Assert.Equal("[text Hello] \ncompleted", await CassetteRig.AskAsync(rig.Recorder(), "one"));
    }

    [Fact]
    public async Task Record_WhatHasNoForm_LetsTheCallGoOn()
    {
        using var rig = new CassetteRig();
        var half = new Dictionary<string, object?> { ["a"] = JsonElement.Parse(@"""\ud800""") };
        ChatMessage[] messages = [new(ChatRole.Assistant, [new FunctionCallContent("c1", "add", half)])];

        Assert.EndsWith("completed", await CassetteRig.HearAsync(rig.Recorder(), messages, cancellationToken: Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_CallsOfNoSession_AreNotRecorded()
    {
        using var rig = new CassetteRig();

        await rig.Recorder().GetResponseAsync("Hello", cancellationToken: Token);

        Assert.False(Directory.Exists(rig.Directory));
    }

    private static async Task<string> LeaveAfterOneAsync(IChatClient client)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var text = "";
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("Hello", CassetteRig.Call(), leave.Token))
            {
                text += update.Text;
                await leave.CancelAsync();
            }
        });
        return text;
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> HoldAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return new ChatResponseUpdate(ChatRole.Assistant, "It ");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> EverythingAsync()
    {
        await Task.Yield();
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent("Hm.")]);
        yield return new ChatResponseUpdate();
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new TextContent("So: "), new TextReasoningContent("…")]) { ModelId = "model-a-0613" };
        var arguments = JsonSerializer.Deserialize<Dictionary<string, object?>>("""{"a":1.50,"b":{"c":[null,true,"ü\u0000\""]}}""");
        yield return new ChatResponseUpdate(
            ChatRole.Assistant,
            [
                new FunctionCallContent("call_1", "add", arguments),
                new FunctionCallContent("call_2", "none"),
                new FunctionCallContent("call_3", "broken") { Exception = new JsonException("cut off"), RawRepresentation = "{\"a\":" },
                new UsageContent(new UsageDetails
                {
                    InputTokenCount = 7,
                    OutputTokenCount = 0,
                    CachedInputTokenCount = 3,
                    ReasoningTokenCount = 2,
                    AdditionalCounts = new AdditionalPropertiesDictionary<long> { ["cache_write"] = 5 },
                }),
            ])
        {
            FinishReason = ChatFinishReason.ToolCalls,
        };
    }

    private static ProviderException Busy() => new(ErrorCodes.ProviderRateLimited, "Provider 'test' is at its rate limit (429).")
    {
        Retryable = true,
        Status = 429,
        RetryAfter = TimeSpan.FromSeconds(1.5),
    };

    private static async IAsyncEnumerable<ChatResponseUpdate> FailAsync(Exception failure, params AIContent[] contents)
    {
        await Task.Yield();
        foreach (var content in contents)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [content]);
        }

        throw failure;
    }
}
