using System.Text;

namespace AIWhisperer.Core.Tests.Tools.Workspaces;

public sealed class ReadFileTests : IDisposable
{
    private readonly FileTools _tools = new();

    public void Dispose() => _tools.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("one")]
    [InlineData("one\ntwo\r\n\nfour — ü 🙂\n")]
    public async Task WholeFile_IsGivenAsItIs(string text)
    {
        _tools.Put("ws/a/b.txt", text);

        Assert.Equal(text.Length == 0 ? "[the file is empty]" : text, await ReadAsync("a/b.txt"));
    }

    [Theory]
    [InlineData("./a.txt")]
    [InlineData("a.txt/")]
    [InlineData(".//./a.txt")]
    public async Task Path_InAnotherSpelling_IsFound(string path)
    {
        _tools.Put("ws/a.txt");

        Assert.Equal("text\n", await ReadAsync(path));
    }

    [Theory]
    [InlineData(2, 3, "two\nthree\n")]
    [InlineData(4, null, "four")]
    [InlineData(1, 1, "one\n")]
    [InlineData(3, 99, "three\nfour")]
    [InlineData(5, null, "[the file has 4 lines only]")]
    public async Task Lines_AreCountedFromOne(int start, int? end, string expected)
    {
        _tools.Put("ws/a.txt", "one\ntwo\nthree\nfour");

        Assert.Equal(expected, await _tools.ResultAsync("read_file", ("path", "a.txt"), ("start_line", start), ("end_line", end)));
    }

    [Fact]
    public async Task LongFile_IsReadInPartsThatMakeTheWhole()
    {
        var text = string.Concat(Enumerable.Range(1, 20_000).Select(number => $"line {number} ü\n"));
        _tools.Put("ws/long.txt", text);
        var (read, start, parts) = (new StringBuilder(), 1, 0);
        while (start > 0)
        {
            var part = await _tools.ResultAsync("read_file", ("path", "long.txt"), ("start_line", start));
            Assert.InRange(Encoding.UTF8.GetByteCount(part), 1, 65_536);
            var note = part.IndexOf("[cut before line", StringComparison.Ordinal);
            read.Append(note < 0 ? part : part[..note]);
            start = note < 0 ? 0 : int.Parse(part[(part.LastIndexOf(' ') + 1)..^1], System.Globalization.CultureInfo.InvariantCulture);
            parts++;
        }

        Assert.Equal(text, read.ToString());
        Assert.InRange(parts, 2, 10);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("ü")]
    [InlineData("🙂")]
    public async Task LongLine_GivesItsBeginningAndSaysWhereToGoOn(string sign)
    {
        _tools.Put("ws/long.txt", string.Concat(Enumerable.Repeat(sign, 300_000)) + "\nnext\n");

        var first = await ReadAsync("long.txt");

        Assert.StartsWith(sign + sign, first, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(first), 64_000, 65_536);
        Assert.DoesNotContain('\uFFFD', first);
        Assert.EndsWith("\n[line 1 is too long: this is its beginning; read on with start_line 2]", first, StringComparison.Ordinal);
        Assert.Equal("next\n", await _tools.ResultAsync("read_file", ("path", "long.txt"), ("start_line", 2)));
    }

    [Fact]
    public async Task BinaryFile_IsToldAsSuch()
    {
        await File.WriteAllBytesAsync(_tools.Host("ws/a.bin"), [1, 0, 2], TestContext.Current.CancellationToken);

        Assert.Equal(
            "The path 'a.bin' is a binary file of 3 bytes, and only text can be read. Choose another file.",
            await _tools.ErrorAsync("read_file", ("path", "a.bin")));
    }

    [Fact]
    public async Task Mark_AtTheBeginning_IsLeftOut()
    {
        await File.WriteAllTextAsync(_tools.Host("ws/a.txt"), "text", Encoding.UTF8, TestContext.Current.CancellationToken);

        Assert.Equal("text", await ReadAsync("a.txt"));
    }

    [Theory]
    [InlineData("missing.txt", "does not exist. list_directory shows what is there.")]
    [InlineData("a.txt/b", "is no folder")]
    [InlineData("dir", "is a folder, not a file.")]
    [InlineData(".", "names no file.")]
    public async Task NoFile_IsSaid(string path, string expected)
    {
        _tools.Put("ws/a.txt");
        _tools.Put("ws/dir/b.txt");

        Assert.Contains(expected, await _tools.ErrorAsync("read_file", ("path", path)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null, "start_line is below 1.")]
    [InlineData(3, 2, "end_line lies before start_line.")]
    public async Task BadLines_AreNamed(int start, int? end, string expected)
    {
        _tools.Put("ws/a.txt");

        var error = await _tools.ErrorAsync("read_file", ("path", "a.txt"), ("start_line", start), ("end_line", end));

        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    private Task<string> ReadAsync(string path) => _tools.ResultAsync("read_file", ("path", path));
}
