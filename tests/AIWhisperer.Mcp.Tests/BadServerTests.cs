using System.Collections.Concurrent;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Tools;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Mcp.Tests;

/// <summary>What a server may do over its standard streams, and that no more than its tools is lost by it (T8, T9).</summary>
public sealed class BadServerTests
{
    [Theory]
    [InlineData("empty", "it did not answer within|not one of the protocol|answered with an error")]
    [InlineData("wrong", "not one of the protocol")]
    [InlineData("refusing", "answered with an error")]
    [InlineData("dead", "ended with exit code 3")]
    [InlineData("huge", "larger than 4194304 bytes")]
    [InlineData("flood", "larger than 4194304 bytes")]
    [InlineData("many", "more than 200 tools")]
    [InlineData("endless", "more than 100 pages")]
    public async Task Connect_BadServer_HasAReasonAndNoTools(string mode, string reason)
    {
        await using var host = McpHost.With(McpHost.Entry("test", mode) + McpHost.Entry("other", "good"));

        var statuses = await Task.WhenAll(host.ConnectAsync(), host.ConnectAsync("other"));

        Assert.Equal((ToolServerState.Failed, 0), (statuses[0].State, statuses[0].Tools.Count));
        Assert.Matches(reason, statuses[0].Reason);
        Assert.Equal((ToolServerState.Ready, 10), (statuses[1].State, statuses[1].Tools.Count));
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("mute")]
    [InlineData("blank")]
    public async Task Connect_ServerThatNeverAnswers_IsGivenUp(string mode)
    {
        await using var host = McpHost.Of(mode, settings: ("ConnectTimeout", "00:00:01"));

        var status = await host.ConnectAsync();

        Assert.Equal((ToolServerState.Failed, 0), (status.State, status.Tools.Count));
        Assert.Contains("did not answer within 1 seconds", status.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("junk")]
    [InlineData("noise")]
    [InlineData("old")]
    [InlineData("stubborn")]
    public async Task Connect_OddServer_Serves(string mode)
    {
        await using var host = McpHost.Of(mode);

        var status = await host.ConnectAsync();

        Assert.Equal((ToolServerState.Ready, null), (status.State, status.Reason));
        Assert.Equal("hello", (await host.CallAsync(status, "test__echo", new { text = "hello" })).Result);
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("yyy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_OddTools_OnlyThoseAreOff()
    {
        await using var host = McpHost.Of("odd");

        var status = await host.ConnectAsync();

        Assert.Equal(ToolServerState.Ready, status.State);
        Assert.Equal(
            ["test__", "test__half_said", "test__half_typed", "test__halved", "test__large", "test__shapeless"],
            status.Tools.Where(tool => tool.OffBecause is not null).Select(tool => tool.Name).Order(StringComparer.Ordinal));
        Assert.All(status.Tools, tool => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", tool.Name));
        Assert.Contains("'test__halved' is off: it holds half a character", status.Reason, StringComparison.Ordinal);
        Assert.Equal(11, status.Tools.Select(tool => tool.Name).Distinct().Count());
        Assert.Equal(2, status.Tools.Count(tool => tool.Name.StartsWith("test__a_b_c_d_", StringComparison.Ordinal)));
        var wordy = status.Tools.Single(tool => tool.Name == "test__wordy");
        Assert.Equal(4_097, wordy.Function.Description.Length);
        Assert.DoesNotContain(wordy.Function.Description, char.IsControl);
    }

    [Theory]
    [InlineData("pings", "asked for more than 100 answers without reading them")]
    [InlineData("notes", "sent more than 1000 messages a second")]
    public async Task Call_ServerSendsWithoutEnd_IsCutOff(string mode, string reason)
    {
        await using var host = McpHost.Of(mode);
        var status = await host.ConnectAsync();

        await host.CallAsync(status, $"test__{mode}");

        await McpHost.UntilAsync(() => host.Servers.Servers.Single().State == ToolServerState.Failed);
        Assert.Contains(reason, host.Servers.Servers.Single().Reason, StringComparison.Ordinal);
        await host.UntilReadyAsync();
    }

    [Fact]
    public async Task Call_ProgramDies_LeavesNoFaultThatNobodySees()
    {
        ConcurrentQueue<string> unseen = [];
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, fault) => unseen.Enqueue($"{fault.Exception}");
        TaskScheduler.UnobservedTaskException += note;
        try
        {
            for (var time = 0; time < 5; time++)
            {
                await using var host = McpHost.Of("good");
                var status = await host.ConnectAsync();
                Assert.Equal(ToolCallOutcome.Unknown, (await host.CallAsync(status, "test__die")).Kind);
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= note;
        }

        Assert.Empty(unseen);
    }

    [Fact]
    public async Task Call_ServerPingsAndReadsTheAnswers_Serves()
    {
        await using var host = McpHost.Of("polite");
        var status = await host.ConnectAsync();

        await host.CallAsync(status, "test__polite");

        await host.UntilJournaledAsync("pinged");
        Assert.Equal("hello", (await host.CallAsync(status, "test__echo", new { text = "hello" })).Result);
    }

    [Fact]
    public async Task Connect_TextsThatNobodySees_AreShownToModelsAsToPersons()
    {
        await using var host = McpHost.Of("unseen");

        var status = await host.ConnectAsync();

        Assert.Equal((ToolServerState.Ready, 3), (status.State, status.Tools.Count));
        Assert.Equal(["test__echo"], status.Tools.Where(tool => tool.OffBecause is null).Select(tool => tool.Name));
        var echo = status.Tools.Single(tool => tool.Name == "test__echo").Function;
        var shown = new string('\ufffd', 13);
        Assert.Equal($"Gives{shown} it back.", echo.Description);
        Assert.Equal($"A{shown} text.", echo.JsonSchema.GetProperty("properties").GetProperty("text").GetProperty("description").GetString());
        Assert.Equal(2, status.Tools.Count(tool => tool.OffBecause?.Contains("that nobody sees", StringComparison.Ordinal) == true));
    }

    [Fact]
    public async Task Connect_ServerStaysOff_IsLoggedOnceThoughTheWaitIsAnotherEachTime()
    {
        var clock = new ManualTimeProvider();
        await using var host = McpHost.With("  test: { url: \"http://127.0.0.1:1/\" }\n", clock);

        List<string> reasons = [];
        for (var turn = 0; turn < 3; turn++)
        {
            reasons.Add((await host.ConnectAsync()).Reason!);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, reasons.Distinct().Count());
        Assert.Single(host.Log.Lines, line => line.Contains("is off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_ServerDies_FailsAndIsNotRepeatedAndTheServerComesBack()
    {
        await using var host = McpHost.Of("good");
        var status = await host.ConnectAsync();

        var died = await host.CallAsync(status, "test__die");

        Assert.Equal(ToolCallOutcome.Unknown, died.Kind);
        Assert.Contains("whether it had an effect is unknown", died.Error, StringComparison.Ordinal);
        await host.UntilReadyAsync();
        Assert.Equal("again", (await host.CallAsync(status, "test__echo", new { text = "again" })).Result);
        Assert.Single(host.Journaled, "call die");
    }
}
