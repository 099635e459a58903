using System.Text.Json;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Tools;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Tools;

public sealed class ToolInvokerTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ToolCalls _calls;
    private int _runs;

    public ToolInvokerTests() => _calls = new ToolCalls(new FakeToolSession(), _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invoke_GrantedTool_GivesItsResult()
    {
        var outcome = await InvokeAsync(Echo(), new() { ["text"] = "hello", ["times"] = 2 });

        Assert.Equal(("hellohello", null), (outcome.Result, outcome.Error));
        Assert.Equal("hellohello", outcome.Text);
    }

    [Fact]
    public async Task Invoke_ToolNotGranted_IsRefusedAndNamesWhatIs()
    {
        var outcome = await _calls.CallAsync(new("c1", "other", null), ToolCalls.Granting(Echo()), Token);

        Assert.Equal("There is no tool 'other' here. Granted to you: echo.", outcome.Error);
        Assert.Equal(0, _runs);
    }

    [Fact]
    public async Task Invoke_ToolThatIsOff_SaysWhy()
    {
        var off = Tool("other", () => _runs++) with { OffBecause = "switch it on." };

        var outcome = await _calls.CallAsync(new("c1", "other", null), ToolCalls.Granting(off), Token);

        Assert.Equal("'other' was not run: switch it on.", outcome.Error);
        Assert.Equal(0, _runs);
    }

    [Fact]
    public async Task Invoke_NothingGranted_SaysSoAndShortensTheName()
    {
        var outcome = await _calls.CallAsync(new("c1", new string('x', 10_000), null), GrantedTools.None, Token);

        Assert.EndsWith("…' here: no tool is granted to you.", outcome.Error, StringComparison.Ordinal);
        Assert.InRange(outcome.Error!.Length, 64, 160);
    }

    [Fact]
    public async Task Invoke_CutOffArguments_IsNotRun()
    {
        var call = new FunctionCallContent("c1", "effect", null) { Exception = new JsonException("secret detail") };

        var outcome = await _calls.CallAsync(call, ToolCalls.Granting(Tool("effect", () => _runs++)), Token);

        Assert.Contains("not complete, valid JSON", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(0, _runs);
    }

    [Fact]
    public async Task Invoke_MissingArgument_IsNamed()
    {
        var outcome = await InvokeAsync(Echo(), new() { ["times"] = 2 });

        Assert.StartsWith("'echo' was not run: missing 'text'. It takes: {", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text": 5}""", "text")]
    [InlineData("""{"text": null}""", "text")]
    [InlineData("""{"text": "a", "times": "many"}""", "times")]
    [InlineData("""{"text": "a", "times": 1.5}""", "times")]
    [InlineData("""{"text": "a", "times": [1]}""", "times")]
    public async Task Invoke_ArgumentOfWrongType_IsNamed(string json, string name)
    {
        var arguments = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

        var outcome = await InvokeAsync(Echo(), arguments.ToDictionary(pair => pair.Key, object? (pair) => pair.Value));

        Assert.StartsWith($"'echo' was not run: '{name}' is of the wrong type.", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"mode":"erase"}""", "'mode' is none of the values that it may have")]
    [InlineData("""{"mode":"Append"}""", "'mode' is none of the values that it may have")]
    [InlineData("""{"level":3}""", "'level' is none of the values that it may have")]
    [InlineData("""{"names":["a",5]}""", "'names[1]' is of the wrong type")]
    [InlineData("""{"names":"a"}""", "'names' is of the wrong type")]
    [InlineData("""{"target":{"lines":{"from":1} } }""", "missing 'target.path'")]
    [InlineData("""{"target":{"path":"a","lines":{} } }""", "missing 'target.lines.from', 'target.lines.to'")]
    [InlineData("""{"target":{"path":"a","lines":{"from":1,"to":"2"} } }""", "'target.lines.to' is of the wrong type")]
    [InlineData("""{"edits":[{"at":1},{"at":"x"}]}""", "'edits[1].at' is of the wrong type")]
    [InlineData("""{"mode":"append","level":1.0,"names":["a"],"target":{"path":"a","lines":{"from":1,"to":2} },"edits":[],"more":{"x":1} }""", null)]
    public async Task Invoke_ArgumentsBelowTheFirstLevel_AreCheckedToo(string json, string? fault)
    {
        var schema = JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "mode": { "enum": ["write", "append", null] },
                "level": { "type": "number", "enum": [1, 2] },
                "names": { "type": "array", "items": { "type": "string" } },
                "target": {
                  "type": "object",
                  "properties": {
                    "path": { "type": "string" },
                    "lines": { "type": "object", "properties": { "to": { "type": "integer" } }, "required": ["from", "to"] }
                  },
                  "required": ["path"]
                },
                "edits": { "type": "array", "items": { "type": "object", "properties": { "at": { "type": "integer" } } } }
              }
            }
            """);
        var arguments = JsonSerializer.Deserialize<Dictionary<string, object?>>(json)!;

        var outcome = await InvokeAsync(new Tool(new OddTool(schema), "test", ToolEffect.Read), arguments);

        Assert.Equal(fault is null ? "done" : null, outcome.Result);
        Assert.StartsWith(fault is null ? "" : $"'odd' was not run: {fault}. It takes: ", outcome.Error ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_SchemaThatIsMadeToCost_IsCheckedInPartOnly()
    {
        var values = string.Join(',', Enumerable.Range(0, 20_000));
        var schema = JsonElement.Parse($$"""{"properties":{"all":{"items":{"enum":[{{values}}]} } } }""");
        var arguments = new Dictionary<string, object?> { ["all"] = Enumerable.Repeat(19_999, 50_000).Append(-1).ToArray() };

        var outcome = await InvokeAsync(new Tool(new OddTool(schema), "test", ToolEffect.Read), arguments);

        Assert.Equal("done", outcome.Result);
    }

    [Theory]
    [InlineData("""{"properties":{"text":{"enum":5}}}""")]
    [InlineData("""{"properties":{"text":{"items":true,"properties":[],"required":[null]}}}""")]
    [InlineData("""{"properties":{"text":true}}""")]
    [InlineData("""{"properties":{"text":{"type":5}}}""")]
    [InlineData("""{"properties":{"text":{"type":[5]}}}""")]
    [InlineData("""{"properties":[],"required":{}}""")]
    [InlineData("""{"required":[5]}""")]
    [InlineData("true")]
    public async Task Invoke_ToolWithAnOddSchema_IsRun(string schema)
    {
        var tool = new Tool(new OddTool(JsonElement.Parse(schema)), "test", ToolEffect.Read);

        var outcome = await InvokeAsync(tool, new() { ["text"] = "a" });

        Assert.Equal(("done", null), (outcome.Result, outcome.Error));
    }

    [Fact]
    public async Task Invoke_ToolThrows_TellsNoDetails()
    {
        var outcome = await InvokeAsync(Tool("broken", string () => throw new InvalidOperationException("internal detail")));

        Assert.Equal("'broken' failed; the server's log has the details.", outcome.Error);
    }

    [Fact]
    public async Task Invoke_ToolThrowsOneOfOurErrors_TellsItsMessage()
    {
        var fault = new NotFoundException(ErrorCodes.AgentNotFound, "There is no agent 'bob'.");

        var outcome = await InvokeAsync(Tool("broken", string () => throw fault));

        Assert.Equal("There is no agent 'bob'.", outcome.Error);
    }

    [Fact]
    public async Task Invoke_ToolOverItsLimit_IsStopped()
    {
        var running = InvokeAsync(Tool("slow", async (CancellationToken token) => await Task.Delay(Timeout.Infinite, token)));

        // The tool's limit, and the moment at which it would be left behind.
        await _clock.WaitForTimersAsync(2, Token);
        _clock.Advance(TimeSpan.FromSeconds(30));
        var outcome = await running;

        Assert.Equal("'slow' took longer than its 30 seconds and was stopped.", outcome.Error);
        Assert.Equal(TimeSpan.FromSeconds(30), outcome.Duration);
    }

    [Fact]
    public async Task Invoke_ToolThatRunsElsewhereOverItsLimit_HasAnUnknownEffect()
    {
        var running = InvokeAsync(
            Tool("far", async (CancellationToken token) => await Task.Delay(Timeout.Infinite, token)) with { RunsElsewhere = true });

        await _clock.WaitForTimersAsync(2, Token);
        _clock.Advance(TimeSpan.FromSeconds(30));
        var outcome = await running;

        Assert.Equal(
            (ToolCallOutcome.Unknown, "'far' took longer than its 30 seconds and was given up; whether it had an effect is unknown."),
            (outcome.Kind, outcome.Error));
    }

    [Fact]
    public async Task Invoke_WhatRanTheCallIsLost_HasAnUnknownEffect()
    {
        var outcome = await InvokeAsync(Tool("far", string () => throw new EffectUnknownException("It is gone.")));

        Assert.Equal((ToolCallOutcome.Unknown, "It is gone."), (outcome.Kind, outcome.Error));
    }

    [Fact]
    public async Task Invoke_ToolIgnoresItsToken_IsLeftBehindAfterTheGrace()
    {
        var begun = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        var running = InvokeAsync(Tool("deaf", () =>
        {
            begun.SetResult();
            return never.Task;
        }));

        await begun.Task.WaitAsync(Token);
        await _clock.WaitForTimersAsync(2, Token);
        _clock.Advance(TimeSpan.FromSeconds(31.9));
        Assert.False(running.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        var outcome = await running;

        Assert.Equal("'deaf' took longer than its 30 seconds and did not stop; whether it had an effect is unknown.", outcome.Error);
        Assert.Equal(TimeSpan.FromSeconds(32), outcome.Duration);
        never.SetResult();
    }

    [Fact]
    public async Task Invoke_TurnCancelled_EndsTheWaitAlsoForADeafTool()
    {
        using var turn = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        var deaf = Tool("deaf", () =>
        {
            begun.SetResult();
            return never.Task;
        });
        var running = _calls.CallAsync(new("c1", "deaf", null), ToolCalls.Granting(deaf), turn.Token);

        await begun.Task.WaitAsync(Token);
        await turn.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        never.SetResult();
    }

    [Fact]
    public async Task Invoke_ToolCancelsItself_IsAnErrorAndNotACancelledTurn()
    {
        var outcome = await InvokeAsync(Tool("quitter", string () => throw new OperationCanceledException()));

        Assert.Equal("'quitter' failed; the server's log has the details.", outcome.Error);
    }

    [Fact]
    public async Task Invoke_BlockingTool_DoesNotBlockTheCaller()
    {
        using var gate = new ManualResetEventSlim();
        var running = InvokeAsync(Tool("blocker", () => gate.Wait(Token)));

        Assert.False(running.IsCompleted);
        gate.Set();

        Assert.Null((await running).Error);
    }

    [Fact]
    public async Task Invoke_LongResult_KeepsHeadAndTail()
    {
        var outcome = await InvokeAsync(Tool("long", () => "HEAD" + new string('é', 100_000) + "TAIL"));

        Assert.StartsWith("HEADé", outcome.Result, StringComparison.Ordinal);
        Assert.EndsWith("éTAIL", outcome.Result, StringComparison.Ordinal);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(outcome.Result!), 65_000, 65_536);
    }

    [Fact]
    public async Task Invoke_ObjectResult_IsJson()
    {
        var outcome = await InvokeAsync(Tool("thing", () => new { name = "ü", size = 2 }));

        Assert.Equal("""{"name":"ü","size":2}""", outcome.Result);
    }

    private static Tool Echo() =>
        Tool("echo", (string text, int times = 1) => string.Concat(Enumerable.Repeat(text, times)));

    private static Tool Tool(string name, Delegate body) => new(AIFunctionFactory.Create(body, name), "test", ToolEffect.Read);

    private Task<ToolOutcome> InvokeAsync(Tool tool, Dictionary<string, object?>? arguments = null) =>
        _calls.CallAsync(new("c1", tool.Name, arguments), ToolCalls.Granting(tool), Token);

    private sealed class OddTool(JsonElement schema) : AIFunction
    {
        public override string Name => "odd";

        public override JsonElement JsonSchema => schema;

        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) => new("done");
    }
}
