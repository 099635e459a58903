using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tests.Tools;

public sealed class ToolSetCatalogTests
{
    [Fact]
    public void Read_EveryKey_IsTaken()
    {
        using GrantStage stage = new("""
            sets:
              reading: { description: Looks, tools: [read_file, list_directory] }
              all:
                inherits: [reading]
                tools: [switch_agent, docs__search]
                tags: [write]
                deny: ["list_*", docs__delete]
                mcp_servers: [mail]
            """);

        Assert.Empty(stage.Sets.Current.Problems);
        Assert.Equal(["all", "reading"], stage.Sets.Current.Sets.Keys);
        Assert.Equal("Looks", stage.Sets.Current.Sets["reading"].Description);
        ToolSelection all = stage.Sets.Current.Sets["all"].Selection;
        Assert.Equal(["reading"], all.Sets);
        Assert.Equal(["switch_agent", "docs__search"], all.Allowed);
        Assert.Equal(["write"], all.Tags);
        Assert.Equal(["list_*", "docs__delete"], all.Denied);
        Assert.Equal(["mail"], all.Servers);
    }

    [Fact]
    public void Read_NoFile_IsNoSetsAndNoProblem()
    {
        using GrantStage stage = new();

        Assert.Empty(stage.Sets.Current.Sets);
        Assert.Empty(stage.Sets.Current.Problems);
    }

    [Theory]
    [InlineData("sets: [", "", "not valid YAML", "indentation")]
    [InlineData("", "", "empty", "Fill it")]
    [InlineData("sets: []", "sets", "1 to 200 tool sets", "Indent")]
    [InlineData("tool_sets: {}", "tool_sets", "no key `tool_sets`", "Did you mean `sets`?")]
    [InlineData("sets: { Web: { tools: [fetch_url] } }", "sets.Web", "cannot be a tool set's name", "lower-case")]
    [InlineData("sets: { web: [fetch_url] }", "sets.web", "must hold keys and values", "Indent")]
    [InlineData("sets: { web: { tools: [fetch_url] }, web: { tools: [fetch_url] } }", "sets.web", "declared twice", "rename")]
    [InlineData("sets: { web: { allow_tools: [fetch_url], tools: [fetch_url] } }", "sets.web.allow_tools", "no key", "Did you mean `tools`?")]
    [InlineData("sets: { web: { tools: [fetch_ulr] } }", "sets.web.tools", "no tool `fetch_ulr`", "Did you mean `fetch_url`?")]
    [InlineData("sets: { web: { tags: [wbe] } }", "sets.web.tags", "No tool has the tag `wbe`", "Did you mean `web`?")]
    [InlineData("sets: { web: { tools: [fetch_url], deny: [fetch_ulr] } }", "sets.web.deny", "no tool `fetch_ulr`", "Did you mean `fetch_url`?")]
    [InlineData("sets: { web: { tools: [fetch_url], deny: [fetch_url] } }", "sets.web.tools", "taken away again by `deny: fetch_url`", "Keep one")]
    [InlineData("sets: { web: { mcp_servers: [doc] } }", "sets.web.mcp_servers", "no MCP server `doc`", "Did you mean `docs`?")]
    [InlineData("sets: { web: { tools: [fetch_url], inherits: [wbe] } }", "sets.web.inherits", "no tool set `wbe`", "Did you mean `web`?")]
    [InlineData("sets: { web: { tools: [fetch_url], inherits: [web] } }", "sets.web.inherits", "inherits itself: web > web.", "Remove one")]
    [InlineData("sets: { web: { description: Nothing } }", "sets.web", "grants no tool", "Name some")]
    [InlineData("sets: { web: { tags: [web], deny: ['*'] } }", "sets.web", "grants no tool", "Name some")]
    public void Read_WrongFile_IsExplained(string yaml, string key, string words, string remedy)
    {
        using GrantStage stage = new(yaml);

        ConfigurationProblem problem = stage.Sets.Current.Problems[0];
        Assert.Equal(("tools.yaml", key), (problem.File, problem.Key));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
        Assert.Empty(stage.Sets.Current.Sets);
    }

    [Fact]
    public void Read_Circle_IsSpelledOutForEachOfItAndSpreadsToHeirsOnly()
    {
        using GrantStage stage = new("""
            sets:
              a: { tools: [read_file], inherits: [b] }
              b: { tools: [read_file], inherits: [c, free] }
              c: { tools: [read_file], inherits: [free, a] }
              heir: { inherits: [free, b] }
              free: { tools: [read_file] }
            """);

        Assert.Equal(
            [
                ("sets.a.inherits", "The set inherits itself: a > b > c > a."), ("sets.b.inherits", "The set inherits itself: b > c > a > b."),
                ("sets.c.inherits", "The set inherits itself: c > a > b > c."), ("sets.heir.inherits", "The inherited set `b` has errors."),
            ],
            stage.Sets.Current.Problems.Select(problem => (problem.Key, problem.Message)));
        Assert.Equal(["free"], stage.Sets.Current.Sets.Keys);
        Assert.Equal(["a", "b", "c", "heir"], stage.Sets.Current.Faulty);
    }

    [Fact]
    public void Read_ChainOfEightLevels_IsTakenAndOfNineIsNot()
    {
        using GrantStage stage = new(
            "sets:\n  s1: { tools: [read_file] }\n" + string.Concat(Enumerable.Range(2, 9).Select(i => $"  s{i}: {{ inherits: [s{i - 1}] }}\n")));

        Assert.Equal(["s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8"], stage.Sets.Current.Sets.Keys);
        Assert.Contains("more than 8 levels", stage.Sets.Current.Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(["sets.s9.inherits", "sets.s10.inherits"], stage.Sets.Current.Problems.Select(problem => problem.Key));
    }

    [Fact]
    public void Read_ManyWaysToOneSet_AreWalkedOnce()
    {
        // 64 ^ 3 ways lead from the top to the bottom.
        using GrantStage stage = new(
            "sets:\n  bottom: { tools: [read_file] }\n" + Level("a", "bottom", 1) + Level("b", "a", 64) + Level("c", "b", 64)
            + $"  top: {{ inherits: [{string.Join(", ", Names("c"))}] }}\n");

        Assert.Empty(stage.Sets.Current.Problems);
        Assert.Equal("tool_sets: top > c0 > b0 > a0 > bottom", stage.Grants.Preview(new() { Sets = ["top"] }).All["read_file"].Because);

        static IEnumerable<string> Names(string prefix) => Enumerable.Range(0, 64).Select(i => $"{prefix}{i}");

        static string Level(string name, string parents, int count) => string.Concat(Names(name).Select(set =>
            $"  {set}: {{ inherits: [{(count == 1 ? parents : string.Join(", ", Names(parents)))}] }}\n"));
    }

    [Fact]
    public void Reload_BadEdit_KeepsTheLastGoodFileWhole()
    {
        using GrantStage stage = new("sets: { web: { tools: [fetch_url] }, files: { tools: [read_file] } }");
        stage.Write("sets: { web: { tools: [fetch_ulr] }, files: { tools: [write_file] }, more: { tools: [nothing] } }");

        stage.Sets.Reload();
        stage.Sets.Reload();

        Assert.Equal(["files", "web"], stage.Sets.Current.Sets.Keys);
        Assert.Equal(["read_file"], stage.Sets.Current.Sets["files"].Selection.Allowed);
        Assert.Equal(["more"], stage.Sets.Current.Faulty);
        Assert.Equal(2, stage.Sets.Current.Problems.Length);

        stage.Write("sets: { web: { tools: [switch_agent] } }");
        Assert.Equal(["web"], stage.Sets.Reload().Sets.Keys);
        Assert.Empty(stage.Sets.Current.Problems);

        stage.Delete();
        Assert.Empty(stage.Sets.Reload().Sets);
    }

    [Fact]
    public void Reload_BadFromTheStart_ServesWhatIsGoodUntilMended()
    {
        using GrantStage stage = new("sets: { web: { tools: [fetch_ulr] }, files: { tools: [read_file] } }");
        Assert.Equal(["files"], stage.Sets.Current.Sets.Keys);

        stage.Write("sets: { web: { tools: [fetch_ulr] }, files: { tools: [write_file] } }");

        Assert.Equal(["write_file"], stage.Sets.Reload().Sets["files"].Selection.Allowed);
    }
}
