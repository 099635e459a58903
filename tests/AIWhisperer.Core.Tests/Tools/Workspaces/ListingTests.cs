using System.Globalization;

namespace AIWhisperer.Core.Tests.Tools.Workspaces;

/// <summary>The tools that list what is there: list_directory, get_project_structure, search_files, workspace_stats.</summary>
public sealed class ListingTests : IDisposable
{
    private readonly FileTools _tools = new();

    public ListingTests()
    {
        _tools.Put("ws/README.md", "# Title\n");
        _tools.Put("ws/src/main.cs", "one\ntwo\n");
        _tools.Put("ws/src/deep/down/inner.cs", "three");
        _tools.Put("ws/.gitignore", "*.log\n/build/\n");
        _tools.Put("ws/build/out.cs");
        _tools.Put("ws/src/trace.log");
        _tools.Put("ws/.git/config");
    }

    public void Dispose() => _tools.Dispose();

    [Fact]
    public async Task ListDirectory_ShowsAllOfOneFolder() => Assert.Equal(
        ".git/\n.gitignore (14 bytes)\nREADME.md (8 bytes)\nbuild/\nsrc/\n", await _tools.ResultAsync("list_directory"));

    [Fact]
    public async Task ListDirectory_Recursive_ShowsPathsWithoutWhatIsIgnored() => Assert.Equal(
        "src/deep/\nsrc/deep/down/\nsrc/main.cs (8 bytes)\n",
        await _tools.ResultAsync("list_directory", ("path", "src"), ("recursive", true), ("max_depth", 2)));

    [Fact]
    public async Task ListDirectory_EmptyFolder_SaysSo()
    {
        Directory.CreateDirectory(_tools.Host("ws/empty"));

        Assert.Equal("[the folder is empty]", await _tools.ResultAsync("list_directory", ("path", "empty")));
    }

    [Fact]
    public async Task ListDirectory_File_SaysSo() => Assert.Equal(
        "The path 'README.md' is no folder.", await _tools.ErrorAsync("list_directory", ("path", "README.md")));

    [Fact]
    public async Task ListDirectory_NameWithALineBreak_ForgesNoEntry()
    {
        Directory.CreateDirectory(_tools.Host("ws/odd"));
        await File.WriteAllTextAsync(_tools.Host("ws/odd/a\nforged (1 bytes)"), "", TestContext.Current.CancellationToken);

        Assert.Equal("a\uFFFDforged (1 bytes) (no ordinary file; cannot be opened)\n", await _tools.ResultAsync("list_directory", ("path", "odd")));
    }

    [Fact]
    public async Task ListDirectory_TooMany_SaysWhatToDo()
    {
        for (var number = 0; number < 3_000; number++)
        {
            _tools.Put($"ws/many/a-file-with-a-name-{number:0000}.txt", "");
        }

        Assert.EndsWith(
            "\n[more entries do not fit: list a folder below, or use search_files]",
            await _tools.ResultAsync("list_directory", ("path", "many")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProjectStructure_IsATree() => Assert.Equal(
        "./\n  .gitignore\n  README.md\n  src/\n    deep/ …\n    main.cs\n", await _tools.ResultAsync("get_project_structure", ("max_depth", 2)));

    [Theory]
    [InlineData("*.cs", ".", "src/deep/down/inner.cs\nsrc/main.cs\n")]
    [InlineData("src/*.cs", ".", "src/main.cs\n")]
    [InlineData("deep/**", "src", "src/deep/down/\nsrc/deep/down/inner.cs\n")]
    [InlineData("[m-z]ain.?s", ".", "src/main.cs\n")]
    [InlineData("*.log", ".", "[nothing fits the pattern]")]
    [InlineData("out.cs", ".", "[nothing fits the pattern]")]
    [InlineData("config", ".", "[nothing fits the pattern]")]
    [InlineData("down", "src", "src/deep/down/\n")]
    public async Task SearchFiles_FindsByPattern(string pattern, string path, string expected) =>
        Assert.Equal(expected, await _tools.ResultAsync("search_files", ("pattern", pattern), ("path", path)));

    [Fact]
    public async Task SearchFiles_MoreThanWanted_SaysSo() => Assert.Equal(
        "src/deep/down/inner.cs\n[there are more than these 1: give a narrower pattern or a folder]",
        await _tools.ResultAsync("search_files", ("pattern", "*.cs"), ("max_results", 1)));

    [Theory]
    [InlineData("pattern", "", "pattern is no pattern for paths.")]
    [InlineData("pattern", "[a", "pattern is no pattern for paths.")]
    [InlineData("max_results", 0, "max_results is 0. Give a number from 1 to 1000.")]
    public async Task SearchFiles_BadArgument_IsNamed(string name, object value, string expected)
    {
        var arguments = new Dictionary<string, object?> { ["pattern"] = "*", [name] = value };

        var error = await _tools.ErrorAsync("search_files", [.. arguments.Select(argument => (argument.Key, argument.Value))]);

        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_CountWhatIsNotIgnored()
    {
        await File.WriteAllBytesAsync(_tools.Host("ws/src/picture.png"), new byte[1_234], TestContext.Current.CancellationToken);

        Assert.Equal(
            """
            files: 5, folders: 3, 1,269 bytes, 6 lines
            lines were not counted in 1 files, which are binary or beyond 256 MB in all
            by extension:
              .png: 1 files, 1,234 bytes, 0 lines
              .gitignore: 1 files, 14 bytes, 2 lines
              .cs: 2 files, 13 bytes, 3 lines
              .md: 1 files, 8 bytes, 1 lines
            largest:
              src/picture.png: 1,234 bytes
              .gitignore: 14 bytes
              README.md: 8 bytes
              src/main.cs: 8 bytes
              src/deep/down/inner.cs: 5 bytes

            """,
            await _tools.ResultAsync("workspace_stats"));
    }

    [Fact]
    public async Task Stats_ManyFiles_TellHowFarTheyAre()
    {
        for (var number = 0; number < 250; number++)
        {
            _tools.Put(string.Create(CultureInfo.InvariantCulture, $"ws/many/{number}.txt"));
        }

        await _tools.ResultAsync("workspace_stats", ("path", "many"));

        Assert.Equal([100, 200], _tools.Calls.Progress.Select(progress => progress.Done));
    }

    [Fact]
    public async Task DeepTree_EndsAtTheDeepestLevel()
    {
        Directory.CreateDirectory(_tools.Host("ws/deep/" + string.Join('/', Enumerable.Repeat("d", 100))));

        var lines = (await _tools.ResultAsync("get_project_structure", ("path", "deep"), ("max_depth", 32))).Split('\n');

        Assert.Equal(34, lines.Length);
        Assert.Equal("max_depth is 33. Give a number from 1 to 32.", await _tools.ErrorAsync("get_project_structure", ("max_depth", 33)));
    }

    [Fact]
    public async Task Cancelled_StopsTheWalk()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var tool = _tools.All.Single(tool => tool.Name == "workspace_stats");
        var call = new Microsoft.Extensions.AI.FunctionCallContent("c1", tool.Name, new Dictionary<string, object?>());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _tools.Calls.CallAsync(call, ToolCalls.Granting(tool), cancelled.Token));
    }
}
