using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.Logging.Abstractions;

namespace AIWhisperer.Core.Tests.Agents;

public sealed class AgentCatalogTests : IDisposable
{
    private const string Alice = "alice:\n  name: Alice\n  prompt: You are Alice.\n  ai_config: { model: gpt-4, temperature: 0.7 }\n";
    private const string Bob = "bob:\n  name: Bob\n  prompt: You are Bob.\n";

    private readonly ConfigurationFolder _folder = new();
    private readonly List<AgentChange> _changes = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Catalog_DirectoryMissing_SaysSoAndServesNobody()
    {
        _folder.Dispose();

        AgentCatalog catalog = Open();

        Assert.Empty(catalog.Current.Agents);
        Assert.Contains("configuration directory does not exist", Assert.Single(catalog.Current.AllProblems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalog_NoAgentsFolder_SaysSo()
    {
        Directory.Delete(_folder.PathOf("agents"));

        Assert.Contains("agents/", Assert.Single(Open().Current.AllProblems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalog_NoAgents_SaysSo() =>
        Assert.Contains("There are no agents", Assert.Single(Open().Current.AllProblems).Message, StringComparison.Ordinal);

    [Fact]
    public void Catalog_SeveralFiles_AreOneMap()
    {
        _folder.Write("agents/one.yaml", Alice + Bob);
        _folder.Write("agents/two.yml", "carol: { name: Carol, prompt: x }\n");
        _folder.Write("agents/.hidden.yaml", "dave: { name: Dave, prompt: x }\n");
        _folder.Write("agents/notes.txt", "nothing");

        AgentCatalog catalog = Open();

        Assert.Empty(catalog.Current.AllProblems);
        Assert.Equal(["alice", "bob", "carol"], catalog.Current.Agents.Keys);
        Assert.Equal(("agents/one.yaml", 5), (catalog.Find("bob")!.Definition!.SourceFile, catalog.Find("bob")!.Definition!.SourceLine));
        Assert.Null(catalog.Find("Alice"));
    }

    [Fact]
    public void Catalog_SameIdInTwoFiles_ServesNeither()
    {
        _folder.Write("agents/a.yaml", Alice);
        _folder.Write("agents/b.yaml", Bob + Alice);

        AgentCatalog catalog = Open();

        Assert.Equal(AgentState.Invalid, catalog.Find("alice")!.State);
        ConfigurationProblem problem = Assert.Single(catalog.Find("alice")!.Problems);
        Assert.Equal(("agents/b.yaml", 4, "alice"), (problem.File, problem.Line, problem.Key));
        Assert.Contains("agents/a.yaml", problem.Message, StringComparison.Ordinal);
        Assert.Equal(AgentState.Valid, catalog.Find("bob")!.State);
    }

    [Fact]
    public void Catalog_SameIdInANewFile_KeepsLastGood()
    {
        _folder.Write("agents/a.yaml", Alice);
        AgentCatalog catalog = Open();
        _folder.Write("agents/copy.yaml", Alice);

        Assert.Empty(catalog.Reload().Changes);

        Assert.Equal((AgentState.Stale, "Alice"), (catalog.Find("alice")!.State, catalog.Find("alice")!.Definition!.Name));
    }

    [Fact]
    public void Catalog_SameShortcutInTwoFiles_BelongsToTheFirst()
    {
        _folder.Write("agents/a.yaml", "a: { name: A, prompt: x, shortcut: s }\n");
        _folder.Write("agents/b.yaml", "b: { name: B, prompt: x, shortcut: s }\n");

        AgentCatalog catalog = Open();

        Assert.Equal(("s", null), (catalog.Find("a")!.Definition!.Shortcut, catalog.Find("b")!.Definition!.Shortcut));
        Assert.Equal(("agents/b.yaml", true), (catalog.Find("b")!.Problems[0].File, catalog.Find("b")!.Problems[0].FallsBack));
    }

    [Fact]
    public void Reload_NothingChanged_ChangesNothing()
    {
        _folder.Write("agents/a.yaml", Alice + Bob);
        AgentCatalog catalog = Open();
        string revision = catalog.Current.Revision;

        AgentReloadReport report = catalog.Reload();

        Assert.Empty(report.Changes);
        Assert.Empty(_changes);
        Assert.Equal(revision, catalog.Current.Revision);
    }

    [Fact]
    public void Reload_Edited_TellsChangedKeysAfterReplacing()
    {
        _folder.Write("agents/a.yaml", Alice);
        AgentCatalog catalog = Open();
        string? seen = null;
        using IDisposable subscription = catalog.OnChange(_ => seen = catalog.Find("alice")!.Definition!.AI.Model);
        string before = catalog.Find("alice")!.Definition!.Revision;
        _folder.Write("agents/a.yaml", "alice:\n  name: Alice\n  prompt: You are Alice B.\n  ai_config: { model: gpt-5, temperature: 0.7 }\n  on_busy: reject\n");

        catalog.Reload();

        AgentChange change = Assert.Single(_changes);
        Assert.Equal((AgentChangeKind.Changed, "alice"), (change.Kind, change.AgentId));
        Assert.Equal(["ai_config.model", "on_busy", "prompt"], change.ChangedKeys);
        Assert.Equal(("gpt-4", "gpt-5", "gpt-5"), (change.Before!.AI.Model, change.After!.AI.Model, seen));
        Assert.Equal(before, change.Before.Revision);
        Assert.NotEqual(before, change.After.Revision);
    }

    [Fact]
    public void Reload_AddedAndRemoved_AreTold()
    {
        _folder.Write("agents/a.yaml", Alice);
        AgentCatalog catalog = Open();
        _folder.Write("agents/a.yaml", Bob);

        catalog.Reload();

        Assert.Equal([(AgentChangeKind.Removed, "alice"), (AgentChangeKind.Added, "bob")], _changes.Select(change => (change.Kind, change.AgentId)));
        Assert.Null(catalog.Find("alice"));
    }

    [Fact]
    public void Reload_OnlyLayoutOrPlaceChanged_KeepsRevision()
    {
        _folder.Write("agents/a.yaml", Alice);
        AgentCatalog catalog = Open();
        string revision = catalog.Find("alice")!.Definition!.Revision;
        _folder.Delete("agents/a.yaml");
        _folder.Write("prompts/alice.md", "You are Alice.");
        _folder.Write("agents/b.yaml", "# moved\n\nalice:\n  prompt_file: prompts/alice.md\n  name: 'Alice'\n  ai_config:\n    temperature: 0.70\n    model: \"gpt-4\"\n");

        catalog.Reload();

        Assert.Empty(_changes);
        Assert.Equal((revision, "agents/b.yaml", 3), (catalog.Find("alice")!.Definition!.Revision, catalog.Find("alice")!.Definition!.SourceFile, catalog.Find("alice")!.Definition!.SourceLine));
    }

    [Theory]
    [InlineData("alice:\n  name: [\n")]
    [InlineData("")]
    [InlineData("alice: &a { name: Alice }\n")]
    public void Reload_UnreadableFile_KeepsItsAgents(string text)
    {
        _folder.Write("agents/a.yaml", Alice);
        _folder.Write("agents/b.yaml", Bob);
        AgentCatalog catalog = Open();
        _folder.Write("agents/a.yaml", text);

        Assert.Empty(catalog.Reload().Changes);

        AgentEntry alice = catalog.Find("alice")!;
        Assert.Equal((AgentState.Stale, "Alice"), (alice.State, alice.Definition!.Name));
        Assert.Equal("agents/a.yaml", Assert.Single(alice.Problems).File);
        Assert.Single(catalog.Current.AllProblems);
        Assert.Equal(AgentState.Valid, catalog.Find("bob")!.State);

        _folder.Write("agents/a.yaml", Alice);
        Assert.Empty(catalog.Reload().Changes);
        Assert.Equal(AgentState.Valid, catalog.Find("alice")!.State);
    }

    [Fact]
    public void Reload_DirectoryGone_KeepsEverybody()
    {
        _folder.Write("agents/a.yaml", Alice);
        AgentCatalog catalog = Open();
        _folder.Dispose();

        Assert.Empty(catalog.Reload().Changes);

        Assert.Equal((AgentState.Stale, "Alice"), (catalog.Find("alice")!.State, catalog.Find("alice")!.Definition!.Name));
    }

    [Theory]
    [InlineData("temperature: 9")]
    [InlineData("temprature: 1")]
    [InlineData("provider: nobody")]
    public void Reload_BadEdit_KeepsLastGoodWhole(string setting)
    {
        _folder.Write("agents/a.yaml", Alice);
        AgentCatalog catalog = Open();
        _folder.Write("agents/a.yaml", $"alice:\n  name: Renamed\n  prompt: y\n  ai_config: {{ {setting} }}\n");

        catalog.Reload();
        catalog.Reload();

        AgentEntry alice = catalog.Find("alice")!;
        Assert.Empty(_changes);
        Assert.Equal((AgentState.Stale, "Alice", 0.7), (alice.State, alice.Definition!.Name, alice.Definition.AI.Temperature));
        Assert.Single(alice.Problems);
    }

    [Fact]
    public void Catalog_WrongSettingAtFirst_ServesWithItUnsetUntilMended()
    {
        _folder.Write("agents/a.yaml", "alice:\n  name: Alice\n  prompt: x\n  ai_config: { temperature: 9 }\n");
        AgentCatalog catalog = Open();
        Assert.Equal((AgentState.Valid, null), (catalog.Find("alice")!.State, catalog.Find("alice")!.Definition!.AI.Temperature));
        Assert.Contains("ai_config.temperature", catalog.Find("alice")!.Definition!.UnsetSettings);

        _folder.Write("agents/a.yaml", "alice:\n  name: Alice B\n  prompt: x\n  ai_config: { temperature: 9 }\n");
        catalog.Reload();
        Assert.Equal((AgentState.Valid, "Alice B"), (catalog.Find("alice")!.State, catalog.Find("alice")!.Definition!.Name));

        _folder.Write("agents/a.yaml", "alice:\n  name: Alice B\n  prompt: x\n  ai_config: { temperature: 0.9 }\n");
        catalog.Reload();
        Assert.Equal(0.9, catalog.Find("alice")!.Definition!.AI.Temperature);
        Assert.Empty(catalog.Find("alice")!.Problems);
    }

    [Fact]
    public void Reload_ProviderGone_MakesItsAgentStale()
    {
        List<string> providers = ["openai"];
        _folder.Write("agents/a.yaml", "alice:\n  name: Alice\n  prompt: x\n  ai_config: { provider: openai }\n");
        AgentCatalog catalog = new(_folder.WrappedOptions, new(() => providers, () => ToolReferences.None), NullLogger<AgentCatalog>.Instance);
        providers.Clear();

        catalog.Reload();

        Assert.Equal(AgentState.Stale, catalog.Find("alice")!.State);
    }

    [Fact]
    public void OnChange_HandlerThrowsOrLeaves_OthersAreTold()
    {
        _folder.Write("agents/a.yaml", Alice);
        AgentCatalog catalog = new(_folder.WrappedOptions, TestAgents.References, NullLogger<AgentCatalog>.Instance);
        int left = 0;
        int told = 0;
        using IDisposable throwing = catalog.OnChange(_ => throw new InvalidOperationException("handler failed"));
        catalog.OnChange(_ => left++).Dispose();
        using IDisposable listening = catalog.OnChange(_ => told++);
        _folder.Write("agents/a.yaml", Bob);

        catalog.Reload();

        Assert.Equal((0, 2), (left, told));
    }

    [Fact]
    public void Validate_Text_ChangesNothing()
    {
        _folder.Write("agents/a.yaml", Alice);
        AgentCatalog catalog = Open();
        AgentSnapshot before = catalog.Current;

        AgentSnapshot validated = catalog.Validate("alice: { name: Other, prompt: x }\n");

        Assert.Equal("Other", validated.Agents["alice"].Definition!.Name);
        Assert.Same(before, catalog.Current);
        Assert.Empty(_changes);
    }

    [Fact]
    public async Task Reload_WhileRead_IsNeverTorn()
    {
        _folder.Write("agents/a.yaml", Pair(0));
        AgentCatalog catalog = Open();
        using CancellationTokenSource done = new();
        Task<int> reader = Task.Run(
            () =>
            {
                int torn = 0;
                while (!done.IsCancellationRequested)
                {
                    AgentSnapshot snapshot = catalog.Current;
                    torn += snapshot.Agents["a"].Definition!.Name == snapshot.Agents["b"].Definition!.Name ? 0 : 1;
                }

                return torn;
            },
            TestContext.Current.CancellationToken);
        for (int i = 1; i <= 300; i++)
        {
            _folder.Replace("agents/a.yaml", Pair(i));
            catalog.Reload();
        }

        await done.CancelAsync();
        Assert.Equal(0, await reader);
        Assert.Equal(600, _changes.Count);

        static string Pair(int i) => $"a: {{ name: N{i}, prompt: x }}\nb: {{ name: N{i}, prompt: x }}\n";
    }

    private AgentCatalog Open()
    {
        AgentCatalog catalog = TestAgents.Open(_folder);
        catalog.OnChange(_changes.Add);
        return catalog;
    }
}
