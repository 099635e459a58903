using AIWhisperer.Core.Tools;

namespace AIWhisperer.Core.Loops;

/// <summary>
/// Passes on how far a call is, at most once in a while however often the tool reports: what comes too soon waits, and gives way to what
/// comes after it. Thread-safe; never waits for anybody.
/// </summary>
internal sealed class ToolCallProgress : IProgress<ToolProgress>, IAsyncDisposable
{
    /// <summary>The shortest time between two reports that are passed on.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private const int LongestMessage = 500;

    private readonly Func<ToolProgress, Task> _tellAsync;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private ToolProgress? _latest;
    private bool _isPausing;
    private bool _isOver;
    private Task _told = Task.CompletedTask;

    public ToolCallProgress(Func<ToolProgress, Task> tellAsync, TimeProvider clock)
    {
        _tellAsync = tellAsync;
        _timer = clock.CreateTimer(_ => EndPause(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Report(ToolProgress value)
    {
        lock (_gate)
        {
            _latest = value.Message.Length <= LongestMessage ? value : value with { Message = $"{value.Message.AsSpan(0, LongestMessage)}…" };
            if (!_isPausing)
            {
                Tell_NeedsLock();
            }
        }
    }

    /// <summary>The call is over: what was not passed on yet is dropped, and nothing comes after the outcome.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        await _timer.DisposeAsync();
        await _told;
    }

    private void EndPause()
    {
        lock (_gate)
        {
            _isPausing = false;
            Tell_NeedsLock();
        }
    }

    private void Tell_NeedsLock()
    {
        if (_isOver || _latest is not { } progress)
        {
            return;
        }

        // While the store is slow the pause goes on.
        if (_told.IsCompleted)
        {
            _latest = null;
            _told = _tellAsync(progress);
        }

        _isPausing = true;
        _timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }
}
