using System.Text.Json;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Tools;

namespace AIWhisperer.Mcp.Tests;

public sealed class ToolCallTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_Server_OffersItsToolsAsItsEntrySays()
    {
        await using var host = McpHost.Of("good", "tags: [demo], timeout: 7, effect: write, effects: { echo: read }, tools: [echo, env, gone]");

        var status = await host.ConnectAsync();

        Assert.Equal(["test__echo", "test__env"], status.Tools.Select(tool => tool.Name));
        Assert.Equal([ToolEffect.Read, ToolEffect.Write], status.Tools.Select(tool => tool.Effect));
        Assert.All(status.Tools, tool => Assert.Equal(
            ("demo", TimeSpan.FromSeconds(7), true, "test"), (tool.Tags.Single(), tool.Timeout, tool.GivesUntrusted, tool.Server)));
        Assert.Contains("It has no 'gone'", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_EachKindOfResult_IsTextOrSaidInText()
    {
        await using var host = McpHost.Of("good");
        var status = await host.ConnectAsync();

        Assert.Equal("hi", (await host.CallAsync(status, "test__echo", new { text = "hi" })).Result);
        Assert.Equal("[image, image/png, 300 bytes]", (await host.CallAsync(status, "test__image")).Result);
        Assert.Equal("""{"answer":42}""", (await host.CallAsync(status, "test__both")).Result);
        var failed = await host.CallAsync(status, "test__fail");
        Assert.Equal((ToolCallOutcome.Failed, "'test__fail' failed: It did not work."), (failed.Kind, failed.Error));
        Assert.Contains("missing 'text'", (await host.CallAsync(status, "test__echo")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_Progress_IsTold()
    {
        await using var host = McpHost.Of("good");
        var status = await host.ConnectAsync();

        var call = host.CallAsync(status, "test__steps");
        await McpHost.UntilAsync(() => host.Progress.LastOrDefault()?.Done == 2);
        await host.CallAsync(status, "test__echo", new { text = "go on" });

        Assert.Equal("done", (await call).Result);
        Assert.Equal(new("step 2", 2, 2), host.Progress.Last());
        Assert.All(host.Progress.SkipLast(1), progress => Assert.Equal(new("step 1", 1, 2), progress));
    }

    [Fact]
    public async Task Call_Cancelled_TellsTheServer()
    {
        await using var host = McpHost.Of("good");
        var status = await host.ConnectAsync();
        using var turn = new CancellationTokenSource();

        var call = host.CallInTurnAsync(status, "test__wait", turn.Token);
        await host.UntilJournaledAsync("call wait");
        await turn.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await host.UntilJournaledAsync("cancelled");
        Assert.Equal("on", (await host.CallAsync(status, "test__echo", new { text = "on" })).Result);
    }

    [Fact]
    public async Task Call_Environment_IsTheServersOwn()
    {
        await using var host = McpHost.Of("good", """env: { TOKEN: "Bearer ${MCP_SECRET}", PLAIN: word }""");
        var status = await host.ConnectAsync();

        var outcome = await host.CallAsync(status, "test__env");

        var variables = JsonSerializer.Deserialize<Dictionary<string, string>>(outcome.Result!)!;
        Assert.Equal(("Bearer s3cr3t-value", "word"), (variables["TOKEN"], variables["PLAIN"]));
        Assert.Empty(variables.Keys.Except(["TOKEN", "PLAIN", "PATH", "HOME", "LANG"]));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("s3cr3t", StringComparison.Ordinal));
        Assert.DoesNotContain("s3cr3t", await File.ReadAllTextAsync(host.Pins, Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""env: { TOKEN: "${UNSET}" }""", "set UNSET in the server's environment")]
    [InlineData("enabled: false", "enabled: false")]
    [InlineData("directory: /not/there", "its directory /not/there is not there")]
    public async Task Connect_EntryThatCannotServe_SaysWhatToDo(string more, string reason)
    {
        await using var host = McpHost.Of("good", more);

        var status = await host.ConnectAsync();

        Assert.Empty(status.Tools);
        Assert.Contains(reason, status.Reason, StringComparison.Ordinal);
        Assert.Empty(host.Journaled);
    }

    [Fact]
    public async Task Connect_ProgramThatIsNotThere_SaysSo()
    {
        await using var host = McpHost.With("  test: { command: [no-such-program-anywhere] }\n");

        var status = await host.ConnectAsync();

        Assert.Contains("its program was not found", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ShellCharactersInTheCommand_StayWhatTheyAre()
    {
        await using var host = McpHost.With(
            "  test: { command: [node, -e, \"require('fs').writeFileSync(process.argv[1], process.argv[2])\", JOURNAL, \"$(id); `id` && > | * $HOME\"] }\n");

        await host.ConnectAsync();

        Assert.Equal("$(id); `id` && > | * $HOME", await File.ReadAllTextAsync(host.Journal, Token));
    }
}
