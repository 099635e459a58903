using System.Globalization;
using System.Text;
using AIWhisperer.Core.Providers.Cassettes;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Providers.Cassettes;

public sealed class CassetteReaderTests : IDisposable
{
    private const string Head = """{"line":"cassette","version":1,"by":"a person"}""";
    private const string Call = """{"line":"call","agent":"a","ordinal":1,"provider":"p","model":"m"}""";
    private const string Sent = """{"line":"sent","role":"user","contents":[{"text":"Hi"}]}""";
    private const string Got = """{"line":"got","ms":5,"contents":[{"text":"Ho"}]}""";
    private const string End = """{"line":"end","ms":6,"outcome":"completed"}""";

    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Load_AFileWrittenByHand_IsRead()
    {
        var shelf = Load(Head, "", "  " + Call, Sent, """{"contents":[],"ms":0,"line":"got"}""", Got + "\r", End);

        Assert.Empty(shelf.Problems);
        Assert.Equal(2, Assert.Single(Assert.Single(shelf.Cassettes).CallsOf("a")).Pieces.Count);
    }

    [Fact]
    public void Load_SeveralFaults_ListsAllWithTheirLines()
    {
        var shelf = Load(
            Head,
            Call,
            """{"line":"sent","role":"user","contents":[{"text":"Hi","reasoning":"Hm"}]}""",
            """{"line":"got","ms":-1,"contents":[{}]}""",
            """{"line":"got","ms":5,"contents":[{"texts":"Ho"}]}""",
            """{"line":"end","ms":6,"outcome":"failed"}""",
            """{"line":"call","agent":"a","ordinal":3,"provider":"p","model":"m","keeps":2}""",
            Head,
            Sent,
            "nonsense");

        Assert.Equal([3, 4, 4, 5, 6, 7, 7, 8, 10, 11], shelf.Problems.Select(problem => problem.Line));
        Assert.Empty(shelf.Cassettes);
        Assert.Equal("$.contents[0].texts", shelf.Problems[3].Key);
        Assert.All(shelf.Problems, problem => Assert.StartsWith("test.jsonl(", problem.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(1, """{"line":"cassette","version":2,"by":"a person"}""")]
    [InlineData(1, Call, Sent, End)]
    [InlineData(2, Head, Sent)]
    [InlineData(2, Head, End)]
    [InlineData(2, Head, "{}")]
    [InlineData(2, Head, "null")]
    [InlineData(2, Head, "[]")]
    [InlineData(2, Head, """{"line":"other"}""")]
    [InlineData(2, Head, """{"line":1}""")]
    [InlineData(2, Head, """{"line":"call","agent":"a","agent":"b","ordinal":1,"provider":"p","model":"m"}""")]
    [InlineData(2, Head, """{"line":"call","agent":null,"ordinal":1,"provider":"p","model":"m"}""")]
    [InlineData(3, Head, Call)]
    [InlineData(3, Head, Call, Call, End)]
    [InlineData(3, Head, Call, """{"line":"got","ms":5,"contents":[null]}""", End)]
    [InlineData(3, Head, Call, """{"line":"got","ms":5,"contents":[{"text":"\ud800"}]}""", End)]
    [InlineData(3, Head, Call, """{"line":"got","ms":5,"contents":[{"toolCall":{"id":"1","name":"n","arguments":[]}}]}""", End)]
    [InlineData(3, Head, Call, """{"line":"end","ms":5,"outcome":"completed","error":{"code":"provider_timeout","message":"m"}}""")]
    [InlineData(3, Head, Call, """{"line":"end","ms":5,"outcome":"failed","error":{"code":"<script>","message":"m"}}""")]
    [InlineData(3, Head, Call, """{"line":"end","ms":5,"outcome":2}""")]
    [InlineData(3, Head, Call, """{"line":"end","ms":99999999999,"outcome":"completed"}""")]
    [InlineData(4, Head, Call, Got, Sent, End)]
    [InlineData(4, Head, Call, Got, """{"line":"got","ms":4,"contents":[]}""", End)]
    public void Load_AFault_IsToldWithItsLine(int line, params string[] lines)
    {
        var shelf = Load(lines);

        Assert.Equal(line, shelf.Problems[0].Line);
        Assert.Empty(shelf.Cassettes);
    }

    [Fact]
    public void Load_WhatIsNotThere_IsToldByName()
    {
        Assert.Contains("no such file", Assert.Single(CassetteShelf.Load(_files.File("none.jsonl")).Problems).Message, StringComparison.Ordinal);
        Assert.Contains("holds no cassette", Assert.Single(CassetteShelf.Load(_files.Path).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MutatedFiles_NeverThrows()
    {
        var random = new Random(4711);
        var whole = Encoding.UTF8.GetBytes(string.Join('\n', Head, Call, Sent, Got, End));
        for (var round = 0; round < 500; round++)
        {
            var bytes = whole.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(_files.File("test.jsonl"), bytes[..random.Next(1, bytes.Length + 1)]);
            var shelf = CassetteShelf.Load(_files.File("test.jsonl"));
            Assert.True(shelf.Problems.IsEmpty != shelf.Cassettes.IsEmpty, round.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Load_DeepAndLongFiles_AreRefused()
    {
        var deep = $$$"""{"line":"got","ms":5,"contents":[{"toolCall":{"id":"1","name":"n","arguments":{"a":{{{new string('[', 100_000)}}}""";
        Assert.Equal(3, Load(Head, Call, deep).Problems[0].Line);
        Assert.Equal(3, Load(Head, Call, new string(' ', 10) + new string('x', (16 << 20) + 1)).Problems[0].Line);
        using (var large = File.Create(_files.File("test.jsonl")))
        {
            large.SetLength((64 << 20) + 1);
        }

        Assert.Contains("larger than", CassetteShelf.Load(_files.File("test.jsonl")).Problems[0].Message, StringComparison.Ordinal);
    }

    private CassetteShelf Load(params string[] lines)
    {
        File.WriteAllText(_files.File("test.jsonl"), string.Join('\n', lines) + "\n");
        return CassetteShelf.Load(_files.File("test.jsonl"));
    }
}
