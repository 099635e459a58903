namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>
/// Calls in the order in which they are taken: the callers in rotation, each caller's own calls first come, first served. Not thread-safe.
/// </summary>
internal sealed class WaitingCalls
{
    private readonly LinkedList<LinkedList<WaitingCall>> _rotation = new();
    private readonly Dictionary<string, LinkedListNode<LinkedList<WaitingCall>>> _lines = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public WaitingCall? First => _rotation.First?.Value.First?.Value;

    /// <summary>Puts a call behind those of its caller.</summary>
    /// <returns>Its place, from 1.</returns>
    public int Add(WaitingCall call)
    {
        if (!_lines.TryGetValue(call.Caller, out var line))
        {
            line = _lines[call.Caller] = _rotation.AddLast(new LinkedList<WaitingCall>());
        }

        line.Value.AddLast(call);
        Count++;

        // Each caller before this one is served once more than those after it.
        var place = 0;
        var rounds = line.Value.Count;
        foreach (var other in _rotation)
        {
            place += Math.Min(other.Count, rounds);
            rounds -= other == line.Value ? 1 : 0;
        }

        return place;
    }

    /// <summary>Takes the first one out; its caller's turn comes again after all others'.</summary>
    public void RemoveFirst()
    {
        var line = _rotation.First!;
        var caller = line.Value.First!.Value.Caller;
        line.Value.RemoveFirst();
        Count--;
        _rotation.RemoveFirst();
        if (line.Value.Count == 0)
        {
            _lines.Remove(caller);
        }
        else
        {
            _rotation.AddLast(line);
        }
    }

    /// <summary>Takes out one that gives up; false when it is no longer here.</summary>
    public bool Remove(WaitingCall call)
    {
        if (!_lines.TryGetValue(call.Caller, out var line) || !line.Value.Remove(call))
        {
            return false;
        }

        Count--;
        if (line.Value.Count == 0)
        {
            _lines.Remove(call.Caller);
            _rotation.Remove(line);
        }

        return true;
    }

    /// <summary>All calls as they would be taken now.</summary>
    public IEnumerable<WaitingCall> InOrder()
    {
        List<LinkedListNode<WaitingCall>> round = [.. _rotation.Select(line => line.First!)];
        while (round.Count > 0)
        {
            foreach (var call in round)
            {
                yield return call.Value;
            }

            round = [.. round.Select(call => call.Next).OfType<LinkedListNode<WaitingCall>>()];
        }
    }
}
