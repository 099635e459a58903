using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AIWhisperer.Mcp;

/// <summary>Connects as another transport does, and ends the connection when the server sends more than its budget.</summary>
/// <param name="inner">Connects.</param>
/// <param name="budget">Of the one connection that is made.</param>
internal sealed class BoundedClientTransport(IClientTransport inner, MessageBudget budget) : IClientTransport
{
    public string Name => inner.Name;

    public async Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default) =>
        new BoundedTransport(await inner.ConnectAsync(cancellationToken), budget);
}
