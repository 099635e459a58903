using System.Text.Json;

namespace AIWhisperer.Reliability;

/// <summary>What one client that follows a session was given, in order. Thread-safe.</summary>
internal sealed class Follower
{
    private readonly Lock _gate = new();
    private readonly List<JsonElement> _events = [];
    private readonly List<(Func<JsonElement, bool> IsIt, TaskCompletionSource Seen)> _waits = [];

    public Follower(IAsyncEnumerable<JsonElement> events) => Ended = ReadAsync(events);

    /// <summary>Completes when the stream has ended, however it did.</summary>
    public Task Ended { get; }

    public IReadOnlyList<JsonElement> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    public long LastSeq => Events is [.., var last] ? last.Seq() : 0;

    /// <summary>Waits for an event, be it here already or yet to come.</summary>
    /// <exception cref="InvalidOperationException">The stream ended without it.</exception>
    public async Task SeesAsync(Func<JsonElement, bool> isIt)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_events.Any(isIt))
            {
                return;
            }

            _waits.Add((isIt, seen));
        }

        if (await Task.WhenAny(seen.Task, Ended).WaitAsync(TestContext.Current.CancellationToken) == Ended && !Events.Any(isIt))
        {
            throw new InvalidOperationException($"The stream ended without the event waited for: {string.Join('\n', Events)}");
        }
    }

    public Task SeesAsync(string type) => SeesAsync(item => item.Type() == type);

    private async Task ReadAsync(IAsyncEnumerable<JsonElement> events)
    {
        try
        {
            await foreach (var item in events)
            {
                lock (_gate)
                {
                    _events.Add(item);
                    _waits.FindAll(wait => wait.IsIt(item)).ForEach(wait => wait.Seen.TrySetResult());
                }
            }
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException)
        {
            // The server died.
        }
    }
}
