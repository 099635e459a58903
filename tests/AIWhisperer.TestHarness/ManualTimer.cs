namespace AIWhisperer.TestHarness;

internal sealed class ManualTimer(ManualTimeProvider clock, Action fire) : ITimer
{
    /// <summary>Read and written under the clock's lock.</summary>
    public DateTimeOffset Due { get; set; }

    /// <summary>Read and written under the clock's lock; zero or negative for a timer that fires once.</summary>
    public TimeSpan Period { get; set; }

    public void Fire() => fire();

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        clock.Arm(this, dueTime, period);
        return true;
    }

    public void Dispose() => clock.Disarm(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
