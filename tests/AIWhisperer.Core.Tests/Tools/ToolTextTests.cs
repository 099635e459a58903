using System.Text;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Tools;

public sealed class ToolTextTests
{
    [Theory]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    public void Cut_CharactersOfSeveralBytes_SplitsNone(string character)
    {
        foreach (var limit in Enumerable.Range(1_024, 8))
        {
            var cut = ToolText.Cut(string.Concat(Enumerable.Repeat(character, 2_000)), limit);

            Assert.InRange(Encoding.UTF8.GetByteCount(cut), limit - 80, limit);
            Assert.Equal(cut, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)));
        }
    }

    [Fact]
    public void Cut_TextAtTheLimit_IsUnchanged()
    {
        var text = new string('x', 1_024);

        Assert.Same(text, ToolText.Cut(text, 1_024));
    }

    [Fact]
    public void Cut_LongText_SaysHowMuchIsMissing()
    {
        var cut = ToolText.Cut(new string('x', 5_000), 1_024);
        var kept = cut.Count(c => c == 'x');

        Assert.Contains($"[… {5_000 - kept} bytes left out …]", cut, StringComparison.Ordinal);
    }

    [Fact]
    public void From_TextContent_IsItsText() => Assert.Equal("plain", ToolText.From(new TextContent("plain")));

    [Fact]
    public void From_Nothing_IsJsonNull() => Assert.Equal("null", ToolText.From(null));
}
