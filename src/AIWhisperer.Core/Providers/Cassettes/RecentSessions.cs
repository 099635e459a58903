namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>
/// Something for each session, made when it is first asked for. Keeps the 1,000 used last, so that memory is bounded. Thread-safe.
/// </summary>
/// <param name="create">Makes it from the session's id.</param>
internal sealed class RecentSessions<T>(Func<string, T> create)
{
    private const int Most = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Id, T Value)>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Id, T Value)> _byUse = [];

    public T Get(string sessionId)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(sessionId, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value.Value;
            }

            if (_byUse is { Count: Most, Last: { } oldest })
            {
                _byUse.RemoveLast();
                _nodes.Remove(oldest.Value.Id);
            }

            var created = create(sessionId);
            _nodes[sessionId] = _byUse.AddFirst((sessionId, created));
            return created;
        }
    }
}
