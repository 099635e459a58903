using ModelContextProtocol.Protocol;

namespace AIWhisperer.Mcp;

/// <summary>Counts what a server sends over one connection, so that it cannot send faster than it is dealt with. Thread-safe.</summary>
/// <param name="clock">For the messages of a second.</param>
internal sealed class MessageBudget(TimeProvider clock)
{
    /// <summary>The most requests of the server that wait for their answer, or for the server to read it.</summary>
    public const int MostRequests = 100;

    /// <summary>The most messages a second, of any kind.</summary>
    public const int MostASecond = 1_000;

    /// <summary>The most messages at once, when there were few before.</summary>
    public const int MostAtOnce = 5_000;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _exceeded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _at = clock.GetTimestamp();
    private double _level;
    private int _requests;
    private volatile string? _fault;

    /// <summary>Why the connection must end, or null. Once there is a reason it stays.</summary>
    public string? Fault => _fault;

    /// <summary>Ends when there is a reason.</summary>
    public Task Exceeded => _exceeded.Task;

    /// <summary>Counts a message that came.</summary>
    /// <returns>Whether it may be dealt with.</returns>
    public bool Take(JsonRpcMessage message)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            _level = Math.Max(0, _level - (clock.GetElapsedTime(_at, now).TotalSeconds * MostASecond)) + 1;
            _at = now;
            if (message is JsonRpcRequest)
            {
                _requests++;
            }

            _fault ??= _requests > MostRequests ? $"it asked for more than {MostRequests} answers without reading them"
                : _level > MostAtOnce ? $"it sent more than {MostASecond} messages a second"
                : null;
            if (_fault is not null)
            {
                _exceeded.TrySetResult();
            }

            return _fault is null;
        }
    }

    /// <summary>Counts a message that has left.</summary>
    public void Sent(JsonRpcMessage message)
    {
        if (message is JsonRpcResponse or JsonRpcError)
        {
            lock (_gate)
            {
                _requests--;
            }
        }
    }
}
