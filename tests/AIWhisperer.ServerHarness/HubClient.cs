using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace AIWhisperer.ServerHarness;

/// <summary>A SignalR client with the JSON protocol on a bare WebSocket: what it receives is what is on the wire.</summary>
public sealed class HubClient : IAsyncDisposable
{
    private const char RecordEnd = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<string, Channel<JsonElement>> _calls = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _pinged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;
    private int _lastCall;

    /// <summary>Ends when the connection does.</summary>
    public Task Closed => _receiving;

    /// <summary>Completes when the server says that it lives.</summary>
    public Task Pinged => _pinged.Task;

    /// <summary>Why the server closed the connection, where it said so; set once <see cref="Closed"/> has completed.</summary>
    public string? CloseReason { get; private set; }

    public static async Task<HubClient> ConnectAsync(Uri server, string query = "", string? origin = null)
    {
        var token = TestContext.Current.CancellationToken;
        var client = new HubClient();
        if (origin is not null)
        {
            client._socket.Options.SetRequestHeader("Origin", origin);
        }

        await client._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/hubs/chat", Query = query }.Uri, token);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        client._receiving = client.ReceiveAsync();
        return client;
    }

    public Task<JsonElement> InvokeAsync(string target, params object?[] arguments) =>
        FirstAsync(CallAsync(Call(1, target, arguments), TestContext.Current.CancellationToken));

    /// <summary>Sends a text that calls by the id it is given.</summary>
    public Task<JsonElement> SendTextAsync(Func<string, string> message) =>
        FirstAsync(CallAsync(message, TestContext.Current.CancellationToken));

    /// <summary>The items of a stream, each as the text on the wire.</summary>
    public IAsyncEnumerable<JsonElement> StreamAsync(string target, params object?[] arguments) =>
        CallAsync(Call(4, target, arguments), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _socket.Dispose();
        _closing.Dispose();
    }

    private static Func<string, string> Call(int type, string target, object?[] arguments) =>
        invocationId => JsonSerializer.Serialize(new { type, invocationId, target, arguments });

    private static async Task<JsonElement> FirstAsync(IAsyncEnumerable<JsonElement> items)
    {
        await foreach (var item in items)
        {
            return item;
        }

        return default;
    }

    private async IAsyncEnumerable<JsonElement> CallAsync(
        Func<string, string> message, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastCall).ToString(CultureInfo.InvariantCulture);
        var answers = _calls[id] = Channel.CreateUnbounded<JsonElement>();
        await SendAsync(message(id));
        await foreach (var answer in answers.Reader.ReadAllAsync(cancellationToken))
        {
            var isCompletion = answer.GetProperty("type").GetInt32() == 3;
            if (isCompletion && answer.TryGetProperty("error", out var error))
            {
                throw new HubCallException(error.GetString()!);
            }

            if (answer.TryGetProperty(isCompletion ? "result" : "item", out var value))
            {
                yield return value;
            }

            if (isCompletion)
            {
                yield break;
            }
        }
    }

    private async Task SendAsync(string message) => await _socket.SendAsync(
        Encoding.UTF8.GetBytes(message + RecordEnd),
        WebSocketMessageType.Text,
        endOfMessage: true,
        TestContext.Current.CancellationToken);

    private async Task ReceiveAsync()
    {
        var buffer = new byte[65_536];
        var text = new MemoryStream();
        try
        {
            while (await _socket.ReceiveAsync(buffer, _closing.Token) is { MessageType: not WebSocketMessageType.Close } received)
            {
                foreach (var octet in buffer.AsSpan(0, received.Count))
                {
                    if (octet != RecordEnd)
                    {
                        text.WriteByte(octet);
                        continue;
                    }

                    Take(JsonSerializer.Deserialize<JsonElement>(text.ToArray()));
                    text.SetLength(0);
                }
            }

            // A client answers a close; one that does not makes the server wait for it.
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _closing.Token);
        }
        catch (WebSocketException)
        {
            // The server cut the connection: the calls below end all the same.
        }
        finally
        {
            foreach (var call in _calls.Values)
            {
                call.Writer.TryComplete();
            }
        }
    }

    private void Take(JsonElement message)
    {
        switch (message.TryGetProperty("type", out var type) ? type.GetInt32() : 0)
        {
            case 6:
                _pinged.TrySetResult();
                break;
            case 7:
                CloseReason = message.TryGetProperty("error", out var error) ? error.GetString() : null;
                break;
        }

        if (message.TryGetProperty("invocationId", out var id) && _calls.TryGetValue(id.GetString()!, out var call))
        {
            call.Writer.TryWrite(message);
        }
    }
}
