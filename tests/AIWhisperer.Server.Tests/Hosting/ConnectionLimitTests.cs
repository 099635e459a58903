using AIWhisperer.Server.Hosting;

namespace AIWhisperer.Server.Tests.Hosting;

public sealed class ConnectionLimitTests
{
    [Theory]
    [InlineData(10_000, null, 10_000)]
    [InlineData(10_000, 1_048_576L, 10_000)]
    [InlineData(10_000, 40_300L, 10_000)]
    [InlineData(10_000, 40_299L, 9_999)]
    [InlineData(10_000, 1_024L, 181)]
    [InlineData(10_000, 400L, 25)]
    [InlineData(10, 340L, 10)]
    public void Fit_IsWhatTheOpenFilesCarry(int wanted, long? openFiles, int expected) =>
        Assert.Equal(expected, ConnectionLimit.Fit(wanted, openFiles));

    [Theory]
    [InlineData(10_000, 399)]
    [InlineData(10, 339)]
    [InlineData(1, 0)]
    public void Fit_TooFewOpenFiles_RefusesToStart(int wanted, long openFiles)
    {
        var refused = Assert.Throws<StartRefusedException>(() => ConnectionLimit.Fit(wanted, openFiles));

        Assert.Contains("ulimit -n", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Max open files            1024                 4096                 files     ", 1024L)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max processes             95940                95940                processes ", null)]
    public void OpenFileLimit_IsTheSoftOne(string line, long? expected) =>
        Assert.Equal(expected, OpenFileLimit.Parse(["Limit                     Soft Limit           Hard Limit           Units     ", line]));
}
