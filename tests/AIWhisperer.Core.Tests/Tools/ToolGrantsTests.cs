using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Tools;

namespace AIWhisperer.Core.Tests.Tools;

public sealed class ToolGrantsTests : IDisposable
{
    private readonly GrantStage _stage = new("""
        sets:
          reading: { tools: [read_file, list_directory] }
          writing: { inherits: [reading], tags: [write], deny: [list_directory] }
          development: { inherits: [writing, reading], tools: [execute_command], deny: [fetch_url] }
          documents: { tools: ["docs__*"], deny: [docs__delete] }
          everything: { inherits: [development, documents], tools: [fetch_url], mcp_servers: [mail] }
          narrow: { inherits: [everything], deny: ["*_file", "mail__*"] }
        """);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void Preview_NothingNamed_GrantsNothing() => Assert.Empty(Granted(ToolSelection.None));

    [Fact]
    public void Preview_EachTool_SaysWhatGrantsIt()
    {
        var granted = Granted(new()
        {
            Sets = ["development"],
            Tags = ["web", "read"],
            Allowed = ["switch_agent", "docs__search"],
            Servers = ["mail"],
        });

        Assert.Equal(
            [
                "docs__search: allow_tools", "execute_command: tool_sets: development", "fetch_url: tool_tags: web",
                "list_directory: tool_sets: development > reading", "mail__send: mcp_servers: mail",
                "read_file: tool_sets: development > writing > reading", "switch_agent: allow_tools",
                "write_file: tool_sets: development > writing",
            ],
            granted);
    }

    [Theory]
    [InlineData("write_file", "allow_tools")]
    [InlineData("read_file", "tool_sets: reading")]
    [InlineData("docs__search", "tool_sets: documents")]
    [InlineData("fetch_url", "tool_tags: web")]
    [InlineData("docs__delete", "mcp_servers: docs")]
    [InlineData("page__open", "client_tools")]
    public async Task Grant_NamedInManyWays_TellsTheFirst(string tool, string because)
    {
        ToolSelection selection = new()
        {
            Allowed = ["write_file"],
            Sets = ["reading", "documents", "writing"],
            Tags = ["web", "write", "read"],
            Servers = ["docs"],
            ClientTools = true,
        };

        var granted = await _stage.Grants.GrantAsync(
            selection, "s1", [GrantStage.Tool("page__open"), GrantStage.Tool("write_file")], TestContext.Current.CancellationToken);

        Assert.Equal(because, granted.All[tool].Because);
        Assert.Same(_stage.Catalog.Find("write_file"), granted.Find("write_file"));
    }

    [Fact]
    public void Preview_DeniedInASet_IsTakenFromWhatItInheritsAndFromNothingElse()
    {
        Assert.Equal(["read_file: tool_sets: writing > reading", "write_file: tool_sets: writing"], Granted(new() { Sets = ["writing"] }));
        Assert.Contains("list_directory: tool_sets: reading", Granted(new() { Sets = ["writing", "reading"] }));
        Assert.Equal(
            ["docs__search: tool_sets: narrow > everything > documents", "execute_command: tool_sets: narrow > everything > development",
                "fetch_url: tool_sets: narrow > everything", "list_directory: tool_sets: narrow > everything > development > reading"],
            Granted(new() { Sets = ["narrow"] }));
    }

    [Fact]
    public void Preview_WhatIsDenied_IsTold()
    {
        var preview = _stage.Grants.Preview(new() { Sets = ["narrow"], Tags = ["web"], Denied = ["fetch_*", "switch_agent"] });

        Assert.Equal(
            [
                "docs__delete: tool_sets: narrow > everything > documents, deny: docs__delete", "fetch_url: deny_tools: fetch_*",
                "mail__send: tool_sets: narrow, deny: mail__*", "read_file: tool_sets: narrow, deny: *_file", "write_file: tool_sets: narrow, deny: *_file",
            ],
            preview.Denied.Select(denied => $"{denied.Tool.Name}: {denied.Because}"));
        Assert.Empty(preview.All.Keys.Intersect(preview.Denied.Select(denied => denied.Tool.Name)));
    }

    [Fact]
    public async Task Grant_DeniedByTheAgent_IsTakenFromEveryWay()
    {
        ToolSelection selection = new()
        {
            Sets = ["everything"],
            Tags = ["files", "web"],
            Allowed = ["switch_agent"],
            Servers = ["docs"],
            ClientTools = true,
            Denied = ["*"],
        };

        var granted = await _stage.Grants.GrantAsync(
            selection, "s1", [GrantStage.Tool("page__open")], TestContext.Current.CancellationToken);

        Assert.Empty(granted.All);
    }

    [Fact]
    public async Task Grant_ToolOfAServer_ConnectsToThatServerOnlyAndGrantsThatToolOnly()
    {
        var granted = await GrantAsync(new() { Allowed = ["docs__search"], Sets = ["reading"] });

        Assert.Equal(["docs__search", "list_directory", "read_file"], granted.All.Keys);
        Assert.Equal([("docs", "s1")], _stage.Servers.Connected);
    }

    [Fact]
    public async Task Grant_ServerInInheritedSets_IsConnectedOnce()
    {
        var granted = await GrantAsync(new() { Sets = ["everything", "documents", "narrow"], Servers = ["mail"] });

        Assert.Equal(["docs", "mail"], _stage.Servers.Connected.Select(connected => connected.Server).Order());
        Assert.Equal("mail", Assert.Single(granted.Servers).Id);
    }

    [Fact]
    public async Task Grant_OwnToolsOnly_ConnectsToNobody()
    {
        await GrantAsync(new() { Sets = ["development"], Tags = ["web"] });

        Assert.Empty(_stage.Servers.Connected);
    }

    [Fact]
    public async Task Grant_WithoutServers_LeavesThemOutHoweverTheyAreNamed()
    {
        var granted = await GrantAsync(new() { Allowed = ["docs__search"], Sets = ["everything", "reading"], Servers = ["mail"], OwnOnly = true });

        Assert.Contains("read_file", granted.All.Keys);
        Assert.DoesNotContain(granted.All.Keys, name => name.Contains("__", StringComparison.Ordinal));
        Assert.Empty(granted.Servers);
        Assert.Empty(_stage.Servers.Connected);
    }

    [Fact]
    public async Task Grant_SetOrServerGone_GrantsNothingOfIt()
    {
        _stage.Delete();
        _stage.Sets.Reload();

        var granted = await GrantAsync(new() { Sets = ["everything"], Servers = ["gone"], Allowed = ["read_file", "gone", "gone__tool"] });

        Assert.Equal(["read_file"], granted.All.Keys);
        Assert.Equal("gone", Assert.Single(granted.Servers).Id);
    }

    [Fact]
    public void Preview_ToolThatIsOff_IsGrantedAndNotUsable()
    {
        var preview = _stage.Grants.Preview(new() { Sets = ["development"] });

        Assert.True(preview.All.ContainsKey("execute_command"));
        Assert.DoesNotContain("execute_command", preview.Usable.Select(tool => tool.Name));
    }

    private IEnumerable<string> Granted(ToolSelection selection) =>
        _stage.Grants.Preview(selection).All.Values.Select(granted => $"{granted.Tool.Name}: {granted.Because}");

    private Task<GrantedTools> GrantAsync(ToolSelection selection) =>
        _stage.Grants.GrantAsync(selection, "s1", [], TestContext.Current.CancellationToken);
}
