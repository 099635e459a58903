using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tests.Configuration;

public sealed class ConfigurationOptionsTests
{
    private readonly ConfigurationOptionsValidator _validator = new();

    [Fact]
    public void Options_Defaults_AreValid()
    {
        ConfigurationOptions options = new();

        Assert.True(_validator.Validate(null, options).Succeeded);

        Assert.Equal(TimeSpan.FromSeconds(5), options.PollInterval);
    }

    [Theory]
    [InlineData("", 5_000, "Directory")]
    [InlineData("config", 0, "PollInterval")]
    [InlineData("config", 99, "PollInterval")]
    [InlineData("config", 3_600_001, "PollInterval")]
    public void Options_OutOfRange_NameTheField(string directory, int pollMilliseconds, string field)
    {
        ConfigurationOptions options = new() { Directory = directory, PollInterval = TimeSpan.FromMilliseconds(pollMilliseconds) };

        Assert.Contains(field, Assert.Single(_validator.Validate(null, options).Failures!), StringComparison.Ordinal);
    }
}
