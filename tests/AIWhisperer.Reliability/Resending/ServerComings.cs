namespace AIWhisperer.Reliability.Resending;

/// <summary>Whether the server is there, for clients that it may leave without a word. Thread-safe.</summary>
internal sealed class ServerComings
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _presence = New();

    public ServerComings() => _presence.SetResult();

    /// <summary>Completes when the server is there. Another object after each change.</summary>
    public Task Presence
    {
        get
        {
            lock (_gate)
            {
                return _presence.Task;
            }
        }
    }

    /// <summary>The server is about to stop.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _presence = New();
        }
    }

    /// <summary>It takes calls again.</summary>
    public void Return()
    {
        lock (_gate)
        {
            _presence.SetResult();
            _presence = New();
            _presence.SetResult();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
