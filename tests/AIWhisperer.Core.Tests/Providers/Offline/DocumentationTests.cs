using AIWhisperer.Core.Providers.Offline;
using AIWhisperer.Core.Providers.Offline.Documentation;

namespace AIWhisperer.Core.Tests.Providers.Offline;

public sealed class DocumentationTests
{
    [Fact]
    public void Read_Document_GivesItsSectionsAndLeavesCodeWhole()
    {
        var sections = MarkdownReader.Read("docs/guide.md", OfflineHarness.Guide);

        Assert.Equal(
            ["Guide", "Guide/Adding an agent", "Guide/Streaming", "Guide/Streaming/Over HTTP"],
            sections.Select(section => string.Join('/', section.Headings)));
        Assert.Equal("```yaml\n# not a heading\ncarol:\n  name: \"Carol\"\n```", sections[1].Blocks[1]);
    }

    [Fact]
    public void Read_TableAndList_GivesEachRowAndItemAsABlock()
    {
        const string Markdown = "Words:\n| word | meaning |\n|---|:--|\n| Turn | one message |\n- one\n  more\n- two";

        var section = Assert.Single(MarkdownReader.Read("a.md", Markdown));

        Assert.Equal(["Words:", "- Turn: one message", "- one\n  more", "- two"], section.Blocks);
    }

    [Fact]
    public void Read_Html_IsLeftOut()
    {
        const string Markdown = "# Words\nOne.\n\n<picture>\n  <img src=\"a.png\">\n</picture>\n\n<http://127.0.0.1> is a link.";

        var section = Assert.Single(MarkdownReader.Read("a.md", Markdown));

        Assert.Equal(["One.", "<http://127.0.0.1> is a link."], section.Blocks);
    }

    [Theory]
    [InlineData("|---|")]
    [InlineData("# Only a heading")]
    [InlineData("")]
    [InlineData("\n\n")]
    public void Read_DocumentWithoutText_GivesNothing(string markdown) => Assert.Empty(MarkdownReader.Read("README.md", markdown));

    [Theory]
    [InlineData("How do I add an agent?", "Adding an agent")]
    [InlineData("adding agents", "Adding an agent")]
    [InlineData("Which models can agents have?", "Adding an agent")]
    [InlineData("How do I resume after a cut?", "Streaming")]
    [InlineData("What about the event stream over HTTP?", "Over HTTP")]
    public async Task Question_CoveredByTheDocumentation_IsAnsweredFromItsSection(string question, string section)
    {
        var response = await OfflineHarness.AskAsync(question);

        Assert.StartsWith($"From docs/guide.md, “{section}”:\n\n", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Question_FullModel_QuotesTheSection()
    {
        var response = await OfflineHarness.AskAsync("How do I add an agent?");

        Assert.Contains("Put a YAML file into `config/agents`.", response.Text, StringComparison.Ordinal);
        Assert.EndsWith("carol:\n  name: \"Carol\"\n```", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Question_BriefModel_GivesOneSentenceAndItsPlace()
    {
        var response = await OfflineHarness.AskAsync("How can I resume?", OfflineHarness.Options(OfflineModels.Brief));

        Assert.Equal("Attach with a `seq` to resume after a cut. (From docs/guide.md, “Streaming”.)", response.Text);
    }

    [Theory]
    [InlineData("What is the capital of France?")]
    [InlineData("How many agents did Napoleon have in Waterloo?")]
    [InlineData("Why?")]
    public async Task Question_NotCovered_IsHonestlyNotAnswered(string question)
    {
        var full = await OfflineHarness.AskAsync(question);
        var brief = await OfflineHarness.AskAsync(question, OfflineHarness.Options(OfflineModels.Brief));

        Assert.StartsWith("I found nothing about that in this server's documentation", full.Text, StringComparison.Ordinal);
        Assert.Contains("- Count to 20", full.Text, StringComparison.Ordinal);
        Assert.StartsWith("I found nothing about that", brief.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_LongSection_KeepsTheBlocksThatAnswer()
    {
        var filler = string.Join(' ', Enumerable.Repeat("lorem", 100));
        var markdown = $"# Limits\n\n{filler}\n\n{filler}\n\nAt most 64 loops live at once.\n\n{filler}";
        var index = new DocumentationIndex(MarkdownReader.Read("README.md", markdown));

        var extract = index.Find("How many loops may live?")!.Extract();

        Assert.Equal("At most 64 loops live at once.", extract);
    }

    [Fact]
    public void BestSentence_OfAGlossary_IsTheWholeEntry()
    {
        const string Markdown = "# Words\n\n|w|m|\n|-|-|\n|**Turn**|one message|\n|**Loop**|an engine|";
        var index = new DocumentationIndex(MarkdownReader.Read("a.md", Markdown));

        Assert.Equal("**Loop**: an engine", index.Find("What is a loop?")!.BestSentence());
    }

    [Fact]
    public void Find_EmptyDocumentation_FindsNothing() => Assert.Null(new DocumentationIndex([]).Find("How do I add an agent?"));

    [Theory]
    [InlineData("switching switched switches", "switch switch switch")]
    [InlineData("running the configurations", "run configur")]
    [InlineData("configure config", "configur configur")]
    [InlineData("Sessions' policies", "session policy")]
    [InlineData("set max_tokens", "set max_tokens max token")]
    public void Terms_FormsOfAWord_AreOne(string text, string terms) => Assert.Equal(terms, string.Join(' ', SearchTerms.Of(text)));

    [Fact]
    public void Shipped_Readme_IsEmbedded()
    {
        var names = typeof(ShippedDocumentation).Assembly.GetManifestResourceNames();

        Assert.Contains("documentation/README.md", names);
        Assert.All(ShippedDocumentation.Read(), section => Assert.EndsWith(".md", section.Document, StringComparison.Ordinal));
    }
}
