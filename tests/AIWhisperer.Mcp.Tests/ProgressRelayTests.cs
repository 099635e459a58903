using AIWhisperer.Core.Tools;

namespace AIWhisperer.Mcp.Tests;

public sealed class ProgressRelayTests : IProgress<ToolProgress>
{
    private readonly List<double> _told = [];

    [Fact]
    public void Report_OutOfOrderOrTwice_IsToldForwardsOnly()
    {
        var relay = new ProgressRelay(this);

        foreach (var progress in (float[])[1, 3, 2, 3, float.NaN, 4])
        {
            relay.Report(new() { Progress = progress });
        }

        Assert.Equal([1, 3, 4], _told);
    }

    void IProgress<ToolProgress>.Report(ToolProgress value) => _told.Add(value.Done!.Value);
}
