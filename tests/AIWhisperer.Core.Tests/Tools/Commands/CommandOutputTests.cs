using System.Text;
using AIWhisperer.Core.Tools.Commands;

namespace AIWhisperer.Core.Tests.Tools.Commands;

public sealed class CommandOutputTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(49)]
    [InlineData(50)]
    [InlineData(51)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(150)]
    [InlineData(1_234)]
    public void Append_PiecesOfAnySize_KeepsHeadAndTail(int length)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(index => (char)('a' + (index % 26))));
        var expected = length <= 100 ? text : $"{text[..50]}\n[… {length - 100} bytes left out …]\n{text[^50..]}";
        for (var piece = 1; piece <= 130; piece++)
        {
            var output = new CommandOutput(100);
            foreach (var part in text.Chunk(piece))
            {
                output.Append(Encoding.ASCII.GetBytes(part));
            }

            Assert.Equal(expected, output.ToString());
            Assert.Equal(length, output.Length);
        }
    }

    [Fact]
    public void Append_AGigabyte_TakesNoMoreMemory()
    {
        var piece = Encoding.ASCII.GetBytes(new string('x', 1_048_575) + '\n');
        var output = new CommandOutput(65_536);
        output.Append(piece);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var count = 1; count < 1_024; count++)
        {
            output.Append(piece);
        }

        Assert.Equal(1L << 30, output.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Theory]
    [InlineData("one\ntwo\n", "two")]
    [InlineData("one\r\n  two  \r\n\n \n", "  two")]
    [InlineData("\n\n", "")]
    public void LastLine_IsTheLastWithText(string text, string line)
    {
        var output = new CommandOutput(100);

        output.Append(Encoding.ASCII.GetBytes(text));

        Assert.Equal(line, output.LastLine);
    }
}
