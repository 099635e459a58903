using AIWhisperer.Core.Tools;

namespace AIWhisperer.Mcp.Tests;

/// <summary>Tools are offered as they were approved, or not at all (A17, A18).</summary>
public sealed class PinTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_ToolChangesWhileConnected_IsOffAndTheOthersStay()
    {
        await using var host = McpHost.Of("good");
        var before = await host.ConnectAsync();
        await host.CallAsync(before, "test__change");

        ToolServerStatus after;
        while ((after = await host.ConnectAsync()).Reason is null)
        {
            await Task.Delay(20, Token);
        }

        var off = Assert.Single(after.Tools, tool => tool.OffBecause is not null);
        Assert.Equal("test__echo", off.Name);
        Assert.Contains("has changed since its MCP server was approved", off.OffBecause, StringComparison.Ordinal);
        Assert.Contains("`trust-mcp test`", after.Reason, StringComparison.Ordinal);
        Assert.Contains("test__echo", Assert.Single(host.Servers.Servers).Reason, StringComparison.Ordinal);
        Assert.Single(host.Log.Lines, line => line.Contains("has changed", StringComparison.Ordinal));
        Assert.Equal(10, after.Tools.Count);

        // Granted before, and still in the hands of a turn.
        var call = await host.CallAsync(before, "test__echo", new { text = "hi" });
        Assert.Contains("has changed or removed it", call.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("call echo", host.Journaled);
        Assert.NotNull((await host.CallAsync(after, "test__image")).Result);
    }

    [Fact]
    public async Task Connect_ToolChangesOnTheSecondList_IsOff()
    {
        await using var host = McpHost.Of("drift");
        await host.CallAsync(await host.ConnectAsync(), "test__change");

        await McpHost.UntilAsync(() => host.Servers.Servers.Single().State == ToolServerState.Ready);
        ToolServerStatus after;
        while ((after = await host.ConnectAsync()).Reason is null)
        {
            await Task.Delay(20, Token);
        }

        Assert.Equal("test__echo", Assert.Single(after.Tools, tool => tool.OffBecause is not null).Name);
    }

    [Fact]
    public async Task Connect_ToolChangedSinceTheLastStart_IsOffUntilApproved()
    {
        await using var host = McpHost.Of("good");
        await host.ConnectAsync();
        host.Rewrite(McpHost.Entry("test", "good", "env: { WORDING: Another }"));

        var drifted = await host.ConnectAsync();
        var shown = await host.Trust.ReviewAsync("test", null, Token);
        var still = await host.ConnectAsync();
        var approved = await host.ApproveAsync();
        var after = await host.ConnectAsync();

        Assert.Equal("test__echo", Assert.Single(drifted.Tools, tool => tool.OffBecause is not null).Name);
        Assert.Equal([("echo", ToolChange.Changed)], shown.Tools.Where(tool => tool.Change != ToolChange.None).Select(tool => (tool.Tool, tool.Change)));
        Assert.False(shown.IsApproved);
        Assert.NotEqual(shown.Tools.Single(tool => tool.Tool == "echo").Before, shown.Tools.Single(tool => tool.Tool == "echo").Now);
        Assert.NotNull(still.Reason);
        Assert.Equal(shown.Tools, approved.Tools);
        Assert.Null(after.Reason);
        Assert.True((await host.Trust.ReviewAsync("test", null, Token)).IsApproved);
    }

    [Fact]
    public async Task Approve_ServerChangedSinceItWasRead_ApprovesNothing()
    {
        await using var host = McpHost.Of("good", "trust: pinned");
        var read = await host.Trust.ReviewAsync("test", null, Token);
        host.Rewrite(McpHost.Entry("test", "good", "trust: pinned, env: { WORDING: Another }"));

        var changed = await host.Trust.ReviewAsync("test", read.Fingerprint, Token);
        var status = await host.ConnectAsync();

        Assert.NotEqual(read.Fingerprint, changed.Fingerprint);
        Assert.Empty(status.Tools);
        Assert.False((await host.Trust.ReviewAsync("test", null, Token)).IsApproved);
    }

    [Fact]
    public async Task Review_NewTool_ShowsTheSchemaThatModelsRead()
    {
        await using var host = McpHost.Of("good", "trust: pinned");

        var review = await host.Trust.ReviewAsync("test", null, Token);

        Assert.Contains("\"text\":{\"type\":\"string\"}", review.Tools.Single(tool => tool.Tool == "echo").Schema, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_AnotherCommandUnderTheSameName_IsNotEvenStarted()
    {
        await using var host = McpHost.Of("good");
        await host.ConnectAsync();
        host.Rewrite(McpHost.Entry("test", "junk"));

        var status = await host.ConnectAsync();

        Assert.Equal((ToolServerState.Failed, 0), (status.State, status.Tools.Count));
        Assert.Contains("is not the one that was approved", status.Reason, StringComparison.Ordinal);
        Assert.Single(host.Journaled, line => line.StartsWith("start", StringComparison.Ordinal));
        await host.ApproveAsync();
        Assert.Equal(ToolServerState.Ready, (await host.ConnectAsync()).State);
    }

    [Fact]
    public async Task Connect_PinnedServer_OffersWhatWasApprovedOnly()
    {
        await using var host = McpHost.Of("good", "trust: pinned, tools: [echo]");

        var before = await host.ConnectAsync();
        var started = host.Journaled.Count;
        await host.ApproveAsync();
        host.Rewrite(McpHost.Entry("test", "good", "trust: pinned"));
        var after = await host.ConnectAsync();

        Assert.Contains("none of its tools was approved yet", before.Reason, StringComparison.Ordinal);
        Assert.Equal((0, 0), (before.Tools.Count, started));
        Assert.Equal("test__echo", Assert.Single(after.Tools, tool => tool.OffBecause is null).Name);
        Assert.Contains("it is new since", after.Tools.Single(tool => tool.Name == "test__env").OffBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ToolComesLaterOnATrustedServer_IsOffUntilApproved()
    {
        await using var host = McpHost.Of("growing");
        var first = await host.ConnectAsync();
        host.Rewrite(McpHost.Entry("test", "growing", "timeout: 9"));

        var grown = await host.ConnectAsync();
        await host.ConnectAsync();
        var call = await host.CallAsync(grown, "test__echo", new { text = "hi" });
        await host.ApproveAsync();
        var approved = await host.ConnectAsync();

        Assert.Null(first.Reason);
        Assert.Equal("hi", call.Result);
        Assert.Equal("test__echo_v2", Assert.Single(grown.Tools, tool => tool.OffBecause is not null).Name);
        Assert.Contains("it is new since", grown.Reason, StringComparison.Ordinal);
        Assert.Contains("`trust-mcp test`", grown.Reason, StringComparison.Ordinal);
        Assert.Single(host.Log.Lines, line => line.Contains("it is new since", StringComparison.Ordinal));
        Assert.Equal((2, null), (approved.Tools.Count, approved.Reason));
    }

    [Fact]
    public async Task Connect_EntryLetsMoreToolsThrough_TheyAreOffUntilApproved()
    {
        await using var host = McpHost.Of("good", "tools: [echo]");
        await host.ConnectAsync();
        host.Rewrite(McpHost.Entry("test", "good"));

        Assert.Equal("test__echo", Assert.Single((await host.ConnectAsync()).Tools, tool => tool.OffBecause is null).Name);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"servers":{"test":null}}""")]
    [InlineData("""{"servers":{"test":{"origin":"x"}}}""")]
    [InlineData("""{"servers":{"test":{"origin":"x","tools":{"echo":null}}}}""")]
    public async Task Connect_PinsCannotBeRead_OffersNothing(string text)
    {
        await using var host = McpHost.Of("good");
        await host.ConnectAsync();
        await File.WriteAllTextAsync(host.Pins, text, Token);

        var status = await host.ConnectAsync();

        Assert.Equal((ToolServerState.Failed, 0), (status.State, status.Tools.Count));
        Assert.Contains("mend the file, or remove it", status.Reason, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(host.Pins, Token));
    }

    [Fact]
    public async Task Pins_ManyServersAtOnce_AreAllKeptAndReadableByTheOwnerOnly()
    {
        var ids = Enumerable.Range(1, 6).Select(number => $"s{number}").ToList();
        await using var host = McpHost.With(string.Concat(ids.Select(id => McpHost.Entry(id, "good"))));

        await Task.WhenAll(ids.Select(id => host.ConnectAsync(id)));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(host.Pins).UnixFileMode);
        var again = new PinFile(host.Pins, TimeProvider.System);
        Assert.All(ids, id => Assert.Equal(10, again.Find(id)!.Tools.Count));
    }
}
