using System.Diagnostics;

namespace AIWhisperer.Core.Tests.Tools.Workspaces;

/// <summary>What <c>.gitignore</c> files leave out, held against git itself.</summary>
public sealed class IgnoreTests : IDisposable
{
    private static readonly string[] s_names = ["a", "b", "ab", "a.b", "[a]", "a b", "#a", "!a", "abc"];

    private static readonly string[] s_parts =
        ["a", "b", "*", "**", "?", "[ab]", "[!a]", "[a-c]", "[[:alpha:]]", "/", "/", "/", ".b", "\\a", "\\[", "c", "[]a]", "[^b-]", "***", "[b-a]", " "];

    private readonly FileTools _tools = new();

    public void Dispose() => _tools.Dispose();

    [Fact]
    public async Task Rules_OfEveryLevel_Count()
    {
        _tools.Put("ws/.gitignore", "*.log\nsecret/\n");
        _tools.Put("ws/src/.gitignore", "!keep.log\n/top.txt\n");
        foreach (var path in (string[])["a.log", "src/keep.log", "src/top.txt", "src/deep/top.txt", "src/b.log", "secret/x", "src/secret/x"])
        {
            _tools.Put($"ws/{path}");
        }

        Assert.Equal(
            ".gitignore\nsrc/\nsrc/.gitignore\nsrc/deep/\nsrc/deep/top.txt\nsrc/keep.log\n",
            await _tools.ResultAsync("search_files", ("pattern", "*")));
    }

    [Fact]
    public async Task Rules_AboveTheFolderAskedFor_Count()
    {
        _tools.Put("ws/.gitignore", "/src/deep/*.txt\n");
        _tools.Put("ws/src/deep/a.txt");
        _tools.Put("ws/src/deep/b.cs");

        Assert.Equal("src/deep/b.cs\n", await _tools.ResultAsync("search_files", ("pattern", "*"), ("path", "src/deep")));
    }

    [Fact]
    public async Task RandomRules_AgreeWithGit()
    {
        var random = new Random(20_251_122);
        var compared = 0;
        for (var round = 0; round < 25; round++)
        {
            var tree = $"ws/{round}";
            foreach (var path in Paths(random).Take(40))
            {
                try
                {
                    _tools.Put($"{tree}/{path}");
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // A folder of that name is there, or a file is in its way.
                }
            }

            var rules = Enumerable.Range(0, 4).Select(_ => Rule(random));
            _tools.Put($"{tree}/.gitignore", string.Join('\n', rules) + "\n");
            var expected = await ListByGitAsync(_tools.Host(tree));

            var found = (await _tools.ResultAsync("search_files", ("pattern", "*"), ("path", $"{round}"), ("max_results", 1_000)))
                .Split('\n')
                .Where(line => line.Length > 0 && line[0] != '[' && !line.EndsWith('/'))
                .Select(line => line[(line.IndexOf('/', StringComparison.Ordinal) + 1)..])
                .Order(StringComparer.Ordinal);

            Assert.True(
                expected.SequenceEqual(found),
                $"""
                rules:
                {_tools.TextOf($"{tree}/.gitignore")}
                git shows: {string.Join(" | ", expected)}
                found:     {string.Join(" | ", found)}
                """);
            compared += expected.Count;
        }

        Assert.True(compared > 100);
    }

    [Theory]
    [InlineData("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b")]
    [InlineData("**/*a*a*a*a*a*a*a*a*a*a*b")]
    [InlineData("**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/b")]
    [InlineData("[a][a][a]*[a]*[a]*[a]*[a]*[a]*[a]*[a]*[a]*b")]
    public async Task RuleThatWouldBacktrack_Ends(string rule)
    {
        _tools.Put("ws/.gitignore", rule + "\n");
        _tools.Put("ws/" + new string('a', 250));
        _tools.Put("ws/" + string.Join('/', Enumerable.Repeat("a", 31)));

        Assert.EndsWith("\n", await _tools.ResultAsync("search_files", ("pattern", rule[..^1] + "*")), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Paths(Random random)
    {
        while (true)
        {
            yield return string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => s_names[random.Next(s_names.Length)]));
        }
    }

    private static string Rule(Random random)
    {
        var rule = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => s_parts[random.Next(s_parts.Length)]));
        return (random.Next(5) == 0 ? "!" : "") + rule;
    }

    private static async Task<List<string>> ListByGitAsync(string directory)
    {
        await RunGitAsync(directory, "init", "--quiet");
        var output = await RunGitAsync(directory, "ls-files", "--others", "--exclude-per-directory=.gitignore", "-z");
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }

    private static async Task<string> RunGitAsync(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = directory, RedirectStandardOutput = true };
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using var git = Process.Start(start)!;
        var output = await git.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, git.ExitCode);
        return output;
    }
}
