namespace AIWhisperer.Core.Tests.Tools.Workspaces;

public sealed class FindPatternTests : IDisposable
{
    private readonly FileTools _tools = new();

    public void Dispose() => _tools.Dispose();

    [Fact]
    public async Task Matches_AreGivenWithPathAndLine()
    {
        _tools.Put("ws/a.cs", "alpha\r\nbeta 42\r\n");
        _tools.Put("ws/b/c.md", "gamma 7\n");

        Assert.Equal(
            "a.cs:2: beta 42\nb/c.md:1: gamma 7\n[2 matches in 2 of 2 files; 0 skipped as binary, longer than 16 MB or closed]",
            await FindAsync(@"\w+ \d+$"));
    }

    [Theory]
    [InlineData("ALPHA", true, 1)]
    [InlineData("ALPHA", false, 0)]
    public async Task Case_CountsUnlessToldOtherwise(string pattern, bool ignoreCase, int matches)
    {
        _tools.Put("ws/a.cs", "alpha\n");

        Assert.Contains($"[{matches} matches", await FindAsync(pattern, ("ignore_case", ignoreCase)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContextLines_AreMarkedAndApartOnesDivided()
    {
        _tools.Put("ws/a.txt", "1\n2\nhit\n4\n5\n6\n7\nhit\nhit\n10\n");

        Assert.Equal(
            "a.txt-2- 2\na.txt:3: hit\na.txt-4- 4\n--\na.txt-7- 7\na.txt:8: hit\na.txt:9: hit\na.txt-10- 10",
            (await FindAsync("hit", ("context_lines", 1))).Split("\n[")[0]);
    }

    [Theory]
    [InlineData("*.cs", "src/a.cs:1: hit")]
    [InlineData("src/*.md", "src/b.md:1: hit")]
    public async Task Glob_ChoosesFiles(string glob, string expected)
    {
        _tools.Put("ws/src/a.cs", "hit");
        _tools.Put("ws/src/b.md", "hit");

        Assert.Equal(expected, (await FindAsync("hit", ("glob", glob))).Split("\n[")[0]);
    }

    [Fact]
    public async Task Path_MayBeAFile()
    {
        _tools.Put("ws/src/a.cs", "hit");
        _tools.Put("ws/src/b.cs", "hit");

        Assert.Equal("src/b.cs:1: hit", (await FindAsync("hit", ("path", "src/b.cs"))).Split("\n[")[0]);
    }

    [Fact]
    public async Task MoreMatches_ThanWanted_IsSaid()
    {
        _tools.Put("ws/a.txt", "hit\nhit\nhit\n");

        Assert.Equal(
            "a.txt:1: hit\na.txt:2: hit\n[2 matches in 1 of 1 files; 0 skipped as binary, longer than 16 MB or closed; there are more: narrow the pattern or the files]",
            await FindAsync("hit", ("max_matches", 2)));
    }

    [Fact]
    public async Task BinaryLongAndIgnoredFiles_AreLeftOut()
    {
        _tools.Put("ws/a.bin", "hit\0");
        _tools.Put("ws/.gitignore", "*.log\n");
        _tools.Put("ws/a.log", "hit");
        await using (var file = File.Create(_tools.Host("ws/long.txt")))
        {
            file.SetLength((16 * 1_048_576) + 1);
        }

        Assert.Equal("[0 matches in 0 of 1 files; 2 skipped as binary, longer than 16 MB or closed]", await FindAsync("hit"));
    }

    [Theory]
    [InlineData("(a)\\1", "back reference")]
    [InlineData("a(?=b)", "lookaround")]
    [InlineData("(", "is no regular expression: InsufficientClosingParentheses at 1")]
    [InlineData("", "is empty")]
    [InlineData("(.*){1000}x", "repeats more than 256 times")]
    [InlineData("((.*){16}){17}x", "repeats more than 256 times")]
    [InlineData("(a{99999}){99999}", "repeats more than 256 times")]
    [InlineData("(?x)((a{100}) {100}) {1}", "has a comment or the option x")]
    [InlineData("(?i-s:(?msx-n:((.*a){40} ) {60}b))", "has a comment or the option x")]
    [InlineData("((a{90})(?# as often again ){90})", "has a comment or the option x")]
    [InlineData("\\\\(?x)((a{90}) {90})", "has a comment or the option x")]
    public async Task BadPattern_IsNamedWithTheRemedy(string pattern, string expected)
    {
        var error = await _tools.ErrorAsync("find_pattern", ("pattern", pattern));

        Assert.StartsWith("pattern ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pattern_ThatOnlyLooksLikeAnOption_IsSearched()
    {
        _tools.Put("ws/a.txt", "f(x)");

        Assert.StartsWith("a.txt:1: f(x)", await FindAsync("(?i)F\\(?x(?<x>\\))"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|aa)*b")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    [InlineData("(.*a){20}b")]
    public async Task PatternThatWouldBacktrack_IsSearched(string pattern)
    {
        _tools.Put("ws/a.txt", string.Concat(Enumerable.Repeat(new string('a', 100) + "!\n", 20)));

        Assert.Contains("of 1 files", await FindAsync(pattern), StringComparison.Ordinal);
    }

    /// <summary>How long it takes without backtracking, too, is for the machine to say.</summary>
    [Fact]
    public async Task PatternOfManyStates_IsSearchedOrGivenUp()
    {
        _tools.Put("ws/a.txt", string.Concat(Enumerable.Repeat(new string('a', 5_000) + "!\n", 20)));

        var outcome = await _tools.CallAsync("find_pattern", ("pattern", ".*a.{200}b"));

        Assert.Contains(
            outcome.Error is null ? "of 1 files" : "takes too long to match", outcome.Result ?? outcome.Error, StringComparison.Ordinal);
    }

    private Task<string> FindAsync(string pattern, params IEnumerable<(string Name, object? Value)> more) =>
        _tools.ResultAsync("find_pattern", [("pattern", pattern), .. more]);
}
