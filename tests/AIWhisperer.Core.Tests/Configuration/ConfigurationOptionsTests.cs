using System.ComponentModel.DataAnnotations;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tests.Configuration;

public sealed class ConfigurationOptionsTests
{
    [Fact]
    public void Options_Defaults_AreValid()
    {
        ConfigurationOptions options = new();

        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);

        Assert.Equal(TimeSpan.FromSeconds(5), options.PollInterval);
    }

    [Theory]
    [InlineData("", 5_000)]
    [InlineData("config", 0)]
    [InlineData("config", 99)]
    [InlineData("config", 3_600_001)]
    public void Options_OutOfRange_AreInvalid(string directory, int pollMilliseconds)
    {
        ConfigurationOptions options = new() { Directory = directory, PollInterval = TimeSpan.FromMilliseconds(pollMilliseconds) };

        Assert.Throws<ValidationException>(
            () => Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true));
    }
}
