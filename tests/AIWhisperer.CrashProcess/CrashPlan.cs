using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace AIWhisperer.CrashProcess;

/// <summary>
/// Where the process dies: the settings <c>Crash:At</c>, such as <c>before turn.started</c>, <c>Crash:Title</c>, the title of the session
/// that counts, and <c>Crash:Nth</c>, the how many-th time. Thread-safe.
/// </summary>
internal sealed class CrashPlan(string at, string title, int nth)
{
    private int _reached;

    public static CrashPlan Read(ConfigurationManager settings) =>
        new(settings["Crash:At"] ?? "", settings["Crash:Title"] ?? "", settings.GetValue("Crash:Nth", 1));

    /// <summary>Does not return when this is the point.</summary>
    public async Task PassAsync(string point, string ofTitle)
    {
        if (point == at && ofTitle == title && Interlocked.Increment(ref _reached) == nth)
        {
            Process.GetCurrentProcess().Kill();
            await Task.Delay(Timeout.InfiniteTimeSpan);
        }
    }
}
