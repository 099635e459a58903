using AIWhisperer.Core.Tools;

namespace AIWhisperer.Core.Tests.Tools;

/// <summary>
/// The system's clock, on which a tool's time ends, and the wait for it to heed that does not: however busy the machine is, a tool that
/// stops is seen to stop. One that never does hangs its test.
/// </summary>
internal sealed class PatientClock : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > ToolInvoker.Grace ? Timeout.InfiniteTimeSpan : dueTime, period);
}
