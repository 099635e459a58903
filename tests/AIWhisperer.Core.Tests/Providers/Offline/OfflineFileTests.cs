using AIWhisperer.Core.Providers.Offline;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.Offline;

public sealed class OfflineFileTests
{
    private const string Request = "Read notes/a.md, notes/b.md and c.txt, and write a summary to summary.md";

    [Theory]
    [InlineData("read a.md", "a.md")]
    [InlineData("Please read the file notes/a.md.", "notes/a.md")]
    [InlineData("Read a.md and b.md", "a.md,b.md")]
    [InlineData("Read a.md, b.md, and c.md, then write their summary into d.md.", "a.md,b.md,c.md")]
    [InlineData(Request, "notes/a.md,notes/b.md,c.txt")]
    public async Task FilesNamed_AreReadAtOnce(string text, string files)
    {
        var calls = Calls(await AskAsync(new ChatMessage(ChatRole.User, text)));

        Assert.All(calls, call => Assert.Equal("read_file", call.Name));
        Assert.Equal(files, string.Join(',', calls.Select(call => call.Arguments!["path"])));
        Assert.Equal(calls.Length, calls.Select(call => call.CallId).Distinct().Count());
    }

    [Fact]
    public async Task SummaryAskedFor_IsWrittenFromWhatWasRead()
    {
        var call = Assert.Single(Calls(await AskAsync([.. Read("# Apples\nred", "Pears", "Error: There is no such file.")])));

        Assert.Equal("write_file", call.Name);
        Assert.Equal("summary.md", call.Arguments!["path"]);
        Assert.Equal("# Summary\n\n- notes/a.md: Apples\n- notes/b.md: Pears\n", call.Arguments["content"]);
    }

    [Fact]
    public async Task SummaryAskedFor_NothingCouldBeRead_SaysWhyAndWritesNothing()
    {
        var response = await AskAsync([.. Read("Error: no", "Error: no", "Error: no")]);

        Assert.Empty(Calls(response));
        Assert.StartsWith("read_file answered: Error: no", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Written_IsTold()
    {
        var response = await AskAsync(
        [
            .. Read("a", "b", "c"),
            new(ChatRole.Assistant, [new FunctionCallContent("w", "write_file", new Dictionary<string, object?> { ["path"] = "summary.md" })]),
            new(ChatRole.Tool, [new FunctionResultContent("w", "Wrote summary.md.")]),
        ]);

        Assert.Equal("write_file answered: Wrote summary.md.", response.Text);
    }

    [Fact]
    public async Task FilesNamed_ToolNotGranted_SaysSo() => Assert.StartsWith(
        "For that I would call the tool read_file, but it is not granted to me.",
        (await OfflineHarness.AskAsync("Read a.md", OfflineHarness.Options(tools: "weather"))).Text,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("I read notes/a.md yesterday")]
    [InlineData("Read more")]
    public async Task OtherText_ReadsNothing(string text) => Assert.Empty(Calls(await AskAsync(new ChatMessage(ChatRole.User, text))));

    private static IEnumerable<ChatMessage> Read(params string[] results)
    {
        string[] files = ["notes/a.md", "notes/b.md", "c.txt"];
        return
        [
            new(ChatRole.User, Request),
            new(ChatRole.Assistant, [.. files.Select(file => new FunctionCallContent(file, "read_file", new Dictionary<string, object?> { ["path"] = file }))]),
            new(ChatRole.Tool, [.. files.Zip(results, (file, result) => new FunctionResultContent(file, result))]),
        ];
    }

    private static FunctionCallContent[] Calls(ChatResponse response) =>
        [.. response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];

    private static Task<ChatResponse> AskAsync(params ChatMessage[] messages) =>
        OfflineHarness.AskAsync(messages, OfflineHarness.Options(OfflineModels.Full, null, "read_file", "write_file"));
}
