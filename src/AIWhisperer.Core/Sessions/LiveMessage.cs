using System.Runtime.CompilerServices;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// A message that is being written: its text so far and, for every piece that was made visible, the sequence number it was given. From
/// these any subscriber's next delta can be cut, however far it lags: nothing is queued per subscriber. Guarded by the log's lock.
/// </summary>
internal sealed class LiveMessage(SessionLog log, string turnId, string agentId, MessageChannel channel) : ILiveMessage
{
    private readonly List<Mark> _marks = [];
    private char[] _text = new char[256];
    private int _length;
    private LoggedEvent? _latest;
    private Mark _latestFrom;

    public string MessageId { get; } = RandomId.New();

    public string TurnId => turnId;

    /// <summary>Where its pieces are shown. What the whole message is may be known only at its end.</summary>
    public MessageChannel Channel => channel;

    /// <summary>About how many bytes it takes; settled once the message is whole.</summary>
    public int Size => (_text.Length * sizeof(char)) + (_marks.Count * Unsafe.SizeOf<Mark>());

    public string Text => log.ReadText(this);

    public void Append(string text) => log.AppendText(this, text);

    public string TextUnderLock() => new(_text, 0, _length);

    public void AppendUnderLock(string text)
    {
        var needed = _length + text.Length;
        if (needed > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(needed, _text.Length * 2));
        }

        text.CopyTo(_text.AsSpan(_length));
        _length = needed;
    }

    /// <summary>Whether there is text that has no sequence number yet.</summary>
    public bool HasUnmarkedText => _length > (_marks.Count == 0 ? 0 : _marks[^1].End);

    /// <summary>Gives the text so far a sequence number.</summary>
    public void MarkUnderLock(long seq) => _marks.Add(new Mark(seq, _length));

    /// <summary>Takes back the numbers after <paramref name="after"/>, none of which was visible yet.</summary>
    public void UnmarkUnderLock(long after)
    {
        var first = FirstMarkAfter(after);
        _marks.RemoveRange(first, _marks.Count - first);
    }

    /// <summary>The sequence number of the first visible piece after <paramref name="after"/>; null when there is none.</summary>
    public long? NextSeq(long after)
    {
        var index = FirstMarkAfter(after);
        return index < _marks.Count ? _marks[index].Seq : null;
    }

    /// <summary>
    /// One delta with every piece after <paramref name="after"/> and before <paramref name="before"/>. It is kept for the next subscriber
    /// that asks for the same: those that keep up share it.
    /// </summary>
    public LoggedEvent CutDelta(long after, long before, DateTimeOffset at)
    {
        var first = FirstMarkAfter(after);
        var last = FirstMarkAfter(before - 1) - 1;
        var from = first == 0 ? new Mark(0, 0) : _marks[first - 1];
        var to = _marks[last];
        if (_latest is null || _latest.Seq != to.Seq || _latestFrom != from)
        {
            var json = EventJson.WriteDelta(
                to.Seq, at, agentId, turnId, MessageId, channel, from.End, _text.AsSpan(from.End, to.End - from.End));
            _latest = new LoggedEvent(to.Seq, EventTypes.MessageDelta, agentId, turnId, json, channel);
            _latestFrom = from;
        }

        return _latest;
    }

    /// <summary>Marks rise in sequence, and most readers want the last one.</summary>
    private int FirstMarkAfter(long seq)
    {
        var low = 0;
        var high = _marks.Count;
        if (high > 0 && _marks[high - 1].Seq <= seq)
        {
            return high;
        }

        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_marks[middle].Seq <= seq)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private readonly record struct Mark(long Seq, int End);
}
