using System.Runtime.Versioning;

namespace AIWhisperer.Core.Tests.Tools.Workspaces;

public sealed class WriteFileTests : IDisposable
{
    private readonly FileTools _tools = new();

    public void Dispose() => _tools.Dispose();

    [Fact]
    public async Task Create_MakesTheFileAndItsFolders()
    {
        Assert.Equal("Created notes/today/a.md (5 bytes).", await WriteAsync("notes/today/a.md", "é ü"));

        Assert.Equal("é ü", _tools.TextOf("ws/notes/today/a.md"));
    }

    [Fact]
    public async Task Create_FileThatIsThere_IsRefused()
    {
        _tools.Put("ws/a.txt", "old");

        Assert.Equal(
            "The path 'a.txt' exists already. Write it with mode 'overwrite' or 'append', or choose another name.",
            await _tools.ErrorAsync("write_file", ("path", "a.txt"), ("content", "new")));
        Assert.Equal("old", _tools.TextOf("ws/a.txt"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Overwrite_ReplacesTheFileAndKeepsItsMode()
    {
        var path = _tools.Put("ws/run.sh", "a longer old text");
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead;
        File.SetUnixFileMode(path, mode);

        Assert.Equal("Replaced run.sh (3 bytes).", await WriteAsync("run.sh", "new", "overwrite"));

        Assert.Equal("new", _tools.TextOf("ws/run.sh"));
        Assert.Equal(mode, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_tools.Host("ws")));
    }

    [Fact]
    public async Task Overwrite_ReaderMeanwhile_SeesTheOldTextWhole()
    {
        var path = _tools.Put("ws/a.txt", "old text");
        using var reader = new StreamReader(path);

        await WriteAsync("a.txt", "new", "overwrite");

        Assert.Equal("old text", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("overwrite")]
    [InlineData("append")]
    public async Task NoFileThere_IsCreated(string mode)
    {
        Assert.Equal("Created a.txt (4 bytes).", await WriteAsync("a.txt", "text", mode));
        Assert.Equal("text", _tools.TextOf("ws/a.txt"));
    }

    [Fact]
    public async Task Append_WritesAtTheEnd()
    {
        _tools.Put("ws/a.txt", "one\n");

        Assert.Equal("Appended to a.txt, which has 8 bytes now.", await WriteAsync("a.txt", "two\n", "append"));
        Assert.Equal("one\ntwo\n", _tools.TextOf("ws/a.txt"));
    }

    [Fact]
    public async Task Append_FileThatWouldBeTooLong_IsRefused()
    {
        await using (var file = File.Create(_tools.Host("ws/a.txt")))
        {
            file.SetLength(16 * 1_048_576);
        }

        Assert.Contains(
            "would grow beyond 16,777,216 bytes. Go on in a new file.",
            await _tools.ErrorAsync("write_file", ("path", "a.txt"), ("content", "x"), ("mode", "append")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_OverItsLimit_IsRefusedWithTheRemedy()
    {
        var error = await _tools.ErrorAsync("write_file", ("path", "a.txt"), ("content", new string('x', 1_048_577)));

        Assert.Equal("content has 1,048,577 bytes and may have 1,048,576. Write it in parts with mode 'append'.", error);
        Assert.False(File.Exists(_tools.Host("ws/a.txt")));
    }

    [Theory]
    [InlineData(".git/hooks/pre-commit")]
    [InlineData("sub/.GIT/config")]
    public async Task GitFolder_IsNotWritten(string path)
    {
        Assert.Contains("holds programs that git runs", await _tools.ErrorAsync("write_file", ("path", path), ("content", "x")), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_tools.Host("ws")));
    }

    [Theory]
    [InlineData("overwrite")]
    [InlineData("append")]
    public async Task HardLink_IsNotWritten(string mode)
    {
        var outside = _tools.Put("outside/secret.txt", "secret");
        HostileTree.HardLink(outside, _tools.Host("ws/a.txt"));

        Assert.Contains(
            "has further names (hard links)",
            await _tools.ErrorAsync("write_file", ("path", "a.txt"), ("content", "x"), ("mode", mode)),
            StringComparison.Ordinal);
        Assert.Equal("secret", _tools.TextOf("outside/secret.txt"));
    }

    [Fact]
    public async Task UnknownMode_IsAnError()
    {
        await _tools.ErrorAsync("write_file", ("path", "a.txt"), ("content", "x"), ("mode", "truncate"));

        Assert.Empty(Directory.GetFileSystemEntries(_tools.Host("ws")));
    }

    private Task<string> WriteAsync(string path, string content, string mode = "create") =>
        _tools.ResultAsync("write_file", ("path", path), ("content", content), ("mode", mode));
}
