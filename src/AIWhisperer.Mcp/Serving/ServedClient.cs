using System.Runtime.CompilerServices;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AIWhisperer.Mcp.Serving;

/// <summary>One client over HTTP: its messages and the conversation that is kept for it between its calls. Thread-safe.</summary>
public sealed class ServedClient : IAsyncDisposable
{
    private readonly HttpTransport _transport;
    private readonly OfferedTools _tools;
    private readonly McpServer _server;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _run;

    internal ServedClient(string id, string owner, HttpTransport transport, OfferedTools tools, McpServer server)
    {
        Id = id;
        Owner = owner;
        _transport = transport;
        _tools = tools;
        _server = server;
        _run = server.RunAsync(_end.Token);
    }

    /// <summary>128 random bits in hexadecimal. It names the client; it authorizes nobody.</summary>
    public string Id { get; }

    /// <summary>The principal that the client calls for.</summary>
    internal string Owner { get; }

    /// <summary>Takes a message and writes the answer, and what is told meanwhile, as Server-Sent Events.</summary>
    /// <param name="message">The message.</param>
    /// <param name="output">Where the answer goes. Nothing is written to it when there is none.</param>
    /// <param name="cancellationToken">Ends the waiting for the answer; a request is not cancelled by it.</param>
    /// <returns>Whether there is an answer.</returns>
    public Task<bool> PostAsync(ServedMessage message, Stream output, CancellationToken cancellationToken) =>
        _transport.PostAsync(message.Content, output, cancellationToken);

    /// <summary>What the server says unasked, each as JSON in UTF-8, until the client is ended or listens anew.</summary>
    /// <param name="cancellationToken">Ends the listening.</param>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var message in _transport.ListenAsync(cancellationToken))
        {
            yield return JsonSerializer.SerializeToUtf8Bytes(message, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage)));
        }
    }

    /// <summary>Cancels the calls under way, with their turns, and ends all that is open.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
        await _transport.DisposeAsync();
        _tools.Dispose();
        _end.Dispose();
    }

    internal void EndListening() => _transport.EndListening();
}
