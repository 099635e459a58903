using System.Threading.Channels;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AIWhisperer.Mcp.Serving;

/// <summary>
/// The messages of one client over HTTP. Answers leave by the request they answer; what the server says unasked waits for whoever listens.
/// The SDK's own transport does the former, but lets a client listen only once: a lost connection could not be replaced. Thread-safe.
/// </summary>
internal sealed class HttpTransport(string id) : ITransport
{
    private const string ConnectionKey = "connection";

    private readonly StreamableHttpServerTransport _requests = new() { SessionId = id };
    private readonly Lock _gate = new();
    private Channel<JsonRpcMessage> _unasked = NewChannel();
    private bool _isHeard;

    public string? SessionId => id;

    public ChannelReader<JsonRpcMessage> MessageReader => _requests.MessageReader;

    /// <summary>Hands a message to the server. Completes with true when the answer is written, with false when there is none to write.</summary>
    public Task<bool> PostAsync(JsonRpcMessage message, Stream output, CancellationToken cancellationToken)
    {
        message.Context = new JsonRpcMessageContext { Items = new Dictionary<string, object?> { [ConnectionKey] = cancellationToken } };
        return _requests.HandlePostRequestAsync(message, output, cancellationToken);
    }

    /// <summary>Cancelled when the answer to the message can reach nobody any more.</summary>
    public static CancellationToken ConnectionOf(JsonRpcMessage message) =>
        message.Context?.Items?.TryGetValue(ConnectionKey, out var token) == true ? (CancellationToken)token! : CancellationToken.None;

    /// <summary>What the server says unasked. Who listened before hears no more: the client has lost that connection, or means to.</summary>
    public IAsyncEnumerable<JsonRpcMessage> ListenAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_isHeard)
            {
                var former = _unasked;
                _unasked = NewChannel();
                former.Writer.TryComplete();
                while (former.Reader.TryRead(out var unheard))
                {
                    _unasked.Writer.TryWrite(unheard);
                }
            }

            _isHeard = true;
            return _unasked.Reader.ReadAllAsync(cancellationToken);
        }
    }

    /// <summary>Ends what listens, when it has heard all.</summary>
    public void EndListening()
    {
        lock (_gate)
        {
            _unasked.Writer.TryComplete();
        }
    }

    public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _unasked.Writer.TryWrite(message);
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        EndListening();
        return _requests.DisposeAsync();
    }

    // All that is said unasked is that lists have changed: of many the latest says it too.
    private static Channel<JsonRpcMessage> NewChannel() =>
        Channel.CreateBounded<JsonRpcMessage>(new BoundedChannelOptions(8) { FullMode = BoundedChannelFullMode.DropOldest });
}
