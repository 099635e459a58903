namespace AIWhisperer.Mcp.Serving;

/// <summary>A request of a client while it lasts: the client is not forgotten meanwhile. Dispose it once.</summary>
public sealed class ServedVisit : IDisposable
{
    private readonly Action _leave;

    internal ServedVisit(ServedClient client, Action leave) => (Client, _leave) = (client, leave);

    /// <summary>Whose request it is.</summary>
    public ServedClient Client { get; }

    /// <inheritdoc/>
    public void Dispose() => _leave();
}
