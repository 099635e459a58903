using System.Text;
using System.Text.Json;
using AIWhisperer.Core.Events;

namespace AIWhisperer.Reliability.Following;

/// <summary>
/// What one client has seen of a session over all its connections, held to the promise as it grows: sequence numbers rise, and each delta
/// begins where the text ends. Fed by one connection at a time.
/// </summary>
internal sealed class Transcript
{
    private readonly Lock _gate = new();
    private readonly List<JsonElement> _events = [];
    private readonly Dictionary<string, StringBuilder> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _endedTurns = new(StringComparer.Ordinal);
    private readonly List<(Func<bool> IsTrue, TaskCompletionSource Signal)> _awaited = [];

    /// <summary>Where the next connection goes on.</summary>
    public long Cursor { get; private set; }

    /// <summary>How many messages were completed whose deltas alone had given the whole text.</summary>
    public int MessagesWholeByDeltas { get; private set; }

    public int MessagesCompleted { get; private set; }

    /// <summary>Takes the next event.</summary>
    public void Take(JsonElement sessionEvent)
    {
        lock (_gate)
        {
            var seq = sessionEvent.GetProperty("seq").GetInt64();
            Assert.True(seq > Cursor, $"Event {seq} came after {Cursor}.");
            Cursor = seq;
            _events.Add(sessionEvent);
            switch (sessionEvent.GetProperty("type").GetString()!)
            {
                case EventTypes.MessageDelta:
                    TakeDelta(sessionEvent);
                    break;
                case EventTypes.MessageCompleted:
                    Complete(sessionEvent);
                    break;
                case var type when EventTypes.IsTurnEnding(type):
                    var turnId = sessionEvent.GetProperty("turnId").GetString()!;
                    Assert.True(_endedTurns.Add(turnId), $"Turn {turnId} ended twice.");
                    break;
            }

            foreach (var (_, signal) in _awaited.Where(awaited => awaited.IsTrue()))
            {
                signal.TrySetResult();
            }
        }
    }

    /// <summary>The number of turns that have ended.</summary>
    public int TurnsEnded => _endedTurns.Count;

    /// <summary>Whether all these turns have ended.</summary>
    public bool HasEnded(params IEnumerable<string> turnIds)
    {
        lock (_gate)
        {
            return turnIds.All(_endedTurns.Contains);
        }
    }

    /// <summary>Completes when the turn has ended.</summary>
    public Task WhenEnded(string turnId) => When(() => _endedTurns.Contains(turnId));

    /// <summary>Completes when an event of that type and turn was taken.</summary>
    public Task WhenSeen(string type, string turnId) => When(() => _events.Exists(
        taken => taken.GetProperty("type").ValueEquals(type) && taken.TryGetProperty("turnId", out var id) && id.ValueEquals(turnId)));

    /// <summary>What a client had seen that went away at that moment.</summary>
    public Transcript UpTo(int events)
    {
        var earlier = new Transcript();
        foreach (var taken in _events.Take(events))
        {
            earlier.Take(taken);
        }

        return earlier;
    }

    /// <summary>The number of events taken.</summary>
    public int Count => _events.Count;

    /// <summary>Holds what was seen to what is stored: the same durable events, byte for byte, none missing, none more.</summary>
    public void Check(IEnumerable<JsonElement> stored)
    {
        var seen = _events.Where(taken => !taken.GetProperty("type").ValueEquals(EventTypes.MessageDelta)).Select(taken => taken.GetRawText());
        Assert.Equal(stored.Where(item => item.GetProperty("seq").GetInt64() <= Cursor).Select(item => item.GetRawText()), seen);
    }

    private Task When(Func<bool> isTrue)
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _awaited.Add((isTrue, signal));
            if (isTrue())
            {
                signal.SetResult();
            }
        }

        return signal.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    private void TakeDelta(JsonElement delta)
    {
        var text = TextOf(delta);
        var offset = delta.GetProperty("offset").GetInt32();
        Assert.True(offset == text.Length, $"Delta {Cursor} begins at {offset}, but {text.Length} characters were seen.");
        text.Append(delta.GetProperty("text").GetString());
    }

    private void Complete(JsonElement completed)
    {
        var seen = TextOf(completed).ToString();
        var whole = completed.GetProperty("text").GetString()!;
        Assert.True(whole.StartsWith(seen, StringComparison.Ordinal), $"The deltas of message {Cursor} gave '{seen}', but its text is '{whole}'.");
        MessagesCompleted++;
        MessagesWholeByDeltas += seen.Length == whole.Length ? 1 : 0;
    }

    private StringBuilder TextOf(JsonElement sessionEvent)
    {
        var messageId = sessionEvent.GetProperty("messageId").GetString()!;
        if (!_texts.TryGetValue(messageId, out var text))
        {
            _texts[messageId] = text = new StringBuilder();
        }

        return text;
    }
}
