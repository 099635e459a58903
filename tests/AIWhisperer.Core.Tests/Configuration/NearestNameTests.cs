using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tests.Configuration;

public sealed class NearestNameTests
{
    private static readonly string[] s_known = ["temperature", "top_p", "max_tokens", "model", "stop"];

    [Theory]
    [InlineData("temprature", "temperature")]
    [InlineData("tempertaure", "temperature")]
    [InlineData("Temperature", "temperature")]
    [InlineData("maxTokens", "max_tokens")]
    [InlineData("max-tokens", "max_tokens")]
    [InlineData("modle", "model")]
    [InlineData("stops", "stop")]
    [InlineData("colour", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void Find_WrittenName_GivesNearest(string written, string? expected) =>
        Assert.Equal(expected, NearestName.Find(written, s_known));

    [Fact]
    public void Find_OverlongName_IsNotCompared() =>
        Assert.Null(NearestName.Find(new string('m', 100_000), [new string('m', 100_000)]));

    [Fact]
    public void Remedy_NothingNear_ListsWhatIsKnown() =>
        Assert.Equal("Use one of: max_tokens, model, stop, temperature, top_p.", NearestName.Remedy("colour", s_known, "none"));

    [Fact]
    public void Remedy_NothingKnown_SaysWhatToDo() =>
        Assert.Equal("none", NearestName.Remedy("colour", [], "none"));
}
