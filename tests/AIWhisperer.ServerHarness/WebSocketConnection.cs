using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;

namespace AIWhisperer.ServerHarness;

/// <summary>A WebSocket as the transport of the .NET SignalR client; ends when either side does.</summary>
internal sealed class WebSocketConnection : DefaultConnectionContext
{
    private readonly ClientWebSocket _socket;
    private readonly Pipe _received = new();
    private readonly Pipe _sent = new();
    private readonly Task _receiving;
    private readonly Task _sending;

    public WebSocketConnection(ClientWebSocket socket)
        : base(Guid.NewGuid().ToString())
    {
        _socket = socket;
        Transport = new DuplexPipe(_received.Reader, _sent.Writer);
        _receiving = ReceiveAsync();
        _sending = SendAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _sent.Writer.CompleteAsync();
        await Task.WhenAll(_receiving, _sending);
        _socket.Dispose();
        await base.DisposeAsync();
    }

    private async Task ReceiveAsync()
    {
        Exception? failure = null;
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_received.Writer.GetMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                _received.Writer.Advance(received.Count);
                if ((await _received.Writer.FlushAsync()).IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            failure = exception;
        }

        await _received.Writer.CompleteAsync(failure);
    }

    private async Task SendAsync()
    {
        try
        {
            while (await _sent.Reader.ReadAsync() is { IsCompleted: false } read)
            {
                await _socket.SendAsync(read.Buffer.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                _sent.Reader.AdvanceTo(read.Buffer.End);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The receiving side tells the client.
        }

        await _sent.Reader.CompleteAsync();
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
