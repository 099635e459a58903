using System.Text.Json;
using AIWhisperer.Core.Tools;

namespace AIWhisperer.Mcp.Tests;

/// <summary>How many connections there are, and that no process is left of one that has ended (T10).</summary>
public sealed class LifetimeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_ManySessionsAtOnce_ShareOneServer()
    {
        await using var host = McpHost.Of("good");

        var statuses = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => host.ConnectAsync(session: $"s{number}")));

        Assert.All(statuses, status => Assert.Equal(ToolServerState.Ready, status.State));
        Assert.Single(Processes.Started(host.Journaled));
        await host.Servers.ReleaseSessionAsync("s0");
        Assert.True(Processes.IsAlive(Processes.Started(host.Journaled).Single()));
        Assert.Equal(ToolServerState.Ready, Assert.Single(host.Servers.Servers).State);
    }

    [Fact]
    public async Task Connect_GivenUpByOne_IsMadeForTheOthers()
    {
        await using var host = McpHost.Of("good");
        using var one = new CancellationTokenSource();

        var given = host.Servers.ConnectAsync("test", "a", one.Token);
        var other = host.ConnectAsync(session: "b");
        await one.CancelAsync();

        await Task.WhenAny(given);
        Assert.Equal(ToolServerState.Ready, (await other).State);
    }

    [Fact]
    public async Task Connect_ServerForEachSession_HasAsManyAndLosesThemWithTheirs()
    {
        await using var host = McpHost.Of("good", "scope: session");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => host.ConnectAsync(session: $"s{number}")));
        var processes = Processes.Started(host.Journaled).ToList();
        Assert.Equal(4, processes.Count(Processes.IsAlive));

        await host.Servers.ReleaseSessionAsync("s1");
        Assert.Equal(3, processes.Count(Processes.IsAlive));
    }

    [Fact]
    public async Task Connect_MoreThanMayBe_IsRefusedUntilOneEnds()
    {
        await using var host = McpHost.Of("good", "scope: session", settings: ("MaxConnections", "1"));
        await host.ConnectAsync(session: "a");

        var refused = await host.ConnectAsync(session: "b");

        Assert.Contains("AIWhisperer:Mcp:MaxConnections", refused.Reason, StringComparison.Ordinal);
        await host.Servers.ReleaseSessionAsync("a");
        Assert.Equal(ToolServerState.Ready, (await host.ConnectAsync(session: "c")).State);
    }

    [Theory]
    [InlineData("good", false, true)]
    [InlineData("stubborn", false, true)]
    [InlineData("good", true, true)]
    [InlineData("stubborn", true, true)]
    [InlineData("good", false, false)]
    [InlineData("stubborn", true, false)]
    public async Task End_OfSessionOrHost_LeavesNoProcess(string mode, bool ofHost, bool inGroups)
    {
        var host = McpHost.Of(mode, "scope: session", settings: ("Processes:ControlGroups", $"{inGroups}"));
        List<int> processes = [];
        try
        {
            var status = await host.ConnectAsync();
            var children = await host.CallAsync(status, "test__children");
            processes = [.. Processes.Started(host.Journaled), .. JsonSerializer.Deserialize<int[]>(children.Result!)!];
            Assert.Equal((4, 4), (processes.Count, processes.Count(Processes.IsAlive)));

            await (ofHost ? host.DisposeAsync().AsTask() : host.Servers.ReleaseSessionAsync(McpHost.Session));
        }
        finally
        {
            await host.DisposeAsync();
        }

        Assert.Equal(0, processes.Count(Processes.IsAlive));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task End_OfTheProgramAlone_TakesItsChildrenAlong(bool inGroups)
    {
        await using var host = McpHost.Of("good", settings: ("Processes:ControlGroups", $"{inGroups}"));
        var status = await host.ConnectAsync();
        var children = JsonSerializer.Deserialize<int[]>((await host.CallAsync(status, "test__children")).Result!)!;

        await host.CallAsync(status, "test__die");

        await McpHost.UntilAsync(() => !children.Any(Processes.IsAlive));
    }

    [Fact]
    public async Task Reload_ServerChangedOrRemoved_EndsItAndLeavesTheOthers()
    {
        await using var host = McpHost.With(McpHost.Entry("one", "good") + McpHost.Entry("two", "good") + McpHost.Entry("three", "good"));
        foreach (var id in (string[])["one", "two", "three"])
        {
            await host.ConnectAsync(id);
        }

        var processes = Processes.Started(host.Journaled).ToList();
        host.Rewrite(McpHost.Entry("one", "good") + McpHost.Entry("two", "good", "timeout: 9"));

        await McpHost.UntilAsync(() => !Processes.IsAlive(processes[1]) && !Processes.IsAlive(processes[2]));
        Assert.True(Processes.IsAlive(processes[0]));
        Assert.Equal(["one", "two"], host.Servers.Servers.Select(server => server.Id));
        Assert.Contains("declares none of that name", (await host.ConnectAsync("three")).Reason, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(9), (await host.ConnectAsync("two")).Tools[0].Timeout);
    }

    [Fact]
    public async Task Reload_BadEdit_KeepsWhatServes()
    {
        await using var host = McpHost.Of("good");
        await host.ConnectAsync();

        host.Rewrite("  test: { comand: [node] }\n");

        Assert.NotEmpty(host.Catalog.Current.Problems);
        Assert.Equal(ToolServerState.Ready, Assert.Single(host.Servers.Servers).State);
        Assert.True(Processes.IsAlive(Processes.Started(host.Journaled).Single()));
    }
}
