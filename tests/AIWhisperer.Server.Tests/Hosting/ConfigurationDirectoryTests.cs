using AIWhisperer.Server.Hosting;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Server.Tests.Hosting;

public sealed class ConfigurationDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Setting_Wins_AndCountsFromTheCurrentDirectory()
    {
        Directory.CreateDirectory(_directory.File("config/agents"));

        Assert.Equal(_directory.File("mine"), ConfigurationDirectory.Find("mine", _directory.Path, "/program"));
    }

    [Fact]
    public void NearestConfigWithAgents_IsFoundUpwards()
    {
        Directory.CreateDirectory(_directory.File("config/agents"));
        Directory.CreateDirectory(_directory.File("src/server/config"));

        Assert.Equal(_directory.File("config"), ConfigurationDirectory.Find(null, _directory.File("src/server"), "/program"));
    }

    [Fact]
    public void WithoutAny_TheOneBesideTheProgramServes() =>
        Assert.Equal("/program/config", ConfigurationDirectory.Find("", _directory.Path, "/program"));
}
