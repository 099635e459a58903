using AIWhisperer.Core.Tools;
using ModelContextProtocol;

namespace AIWhisperer.Mcp;

/// <summary>
/// Tells of a call's progress as it goes on: what is not further than what was told is left out, since messages may be handed over out of
/// their order. Thread-safe.
/// </summary>
internal sealed class ProgressRelay(IProgress<ToolProgress> progress) : IProgress<ProgressNotificationValue>
{
    private const int LongestMessage = 500;

    private readonly Lock _gate = new();
    private double _last = double.NegativeInfinity;

    public void Report(ProgressNotificationValue value)
    {
        var message = value.Message ?? "";
        lock (_gate)
        {
            if (value.Progress > _last)
            {
                _last = value.Progress;
                progress.Report(new(message.Length <= LongestMessage ? message : $"{message.AsSpan(0, LongestMessage)}…", value.Progress, value.Total));
            }
        }
    }
}
