using System.Runtime.InteropServices;
using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// The latest durable events of a log, so that those who keep up need no read of the store. Bounded in count and bytes: what is dropped
/// is in the store. Guarded by the log's lock.
/// </summary>
/// <param name="floor">The highest sequence number that is in the store only.</param>
internal sealed class RecentEvents(long floor)
{
    private const int MaxCount = 128;
    private const int MaxBytes = 256 * 1024;

    private readonly List<Entry> _entries = [];
    private int _bytes;

    /// <summary>Everything up to and including this must be read from the store.</summary>
    public long Floor { get; private set; } = floor;

    /// <param name="logged">A committed event.</param>
    /// <param name="ended">The message that the event ends: laggards are still given its last piece.</param>
    public void Add(LoggedEvent logged, LiveMessage? ended)
    {
        _entries.Add(new Entry(logged, ended));
        _bytes += _entries[^1].Size;
        var dropped = 0;
        while (_entries.Count - dropped > MaxCount || _bytes > MaxBytes)
        {
            _bytes -= _entries[dropped].Size;
            Floor = _entries[dropped].Event.Seq;
            dropped++;
        }

        _entries.RemoveRange(0, dropped);
    }

    /// <summary>The entries after a sequence number. Valid while the lock is held.</summary>
    public ReadOnlySpan<Entry> After(long seq)
    {
        var first = _entries.Count;
        while (first > 0 && _entries[first - 1].Event.Seq > seq)
        {
            first--;
        }

        return CollectionsMarshal.AsSpan(_entries)[first..];
    }

    /// <summary>A committed event and the message it ended, if it did.</summary>
    internal readonly record struct Entry(LoggedEvent Event, LiveMessage? Ended)
    {
        public int Size => Event.Json.Length + (Ended?.Size ?? 0);
    }
}
