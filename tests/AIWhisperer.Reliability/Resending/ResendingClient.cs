using System.Text;
using System.Text.Json;
using AIWhisperer.ServerHarness;
using AIWhisperer.TestHarness.Faults;
using Microsoft.AspNetCore.SignalR.Client;
using Xunit.Sdk;

namespace AIWhisperer.Reliability.Resending;

/// <summary>
/// A client behind a proxy that drops replies: the message arrives, its answer does not, and the client sends it again. It sends one
/// message after another, now on the hub, now over REST.
/// </summary>
internal sealed class ResendingClient : IAsyncDisposable
{
    private readonly FaultProxy _proxy;
    private readonly ServerComings _server;
    private readonly HttpClient _http = new();
    private HubConnection? _hub;
    private ProxiedConnection? _hubConnection;
    private Task? _hubSince;

    public ResendingClient(Uri server, ServerComings comings)
    {
        _proxy = FaultProxy.Start(server);
        _server = comings;
    }

    /// <summary>Where the server is.</summary>
    public Uri Server
    {
        set => _proxy.Target = value;
    }

    /// <summary>How often a message was sent.</summary>
    public int Sends { get; private set; }

    /// <summary>How many of them on the hub.</summary>
    public int HubSends { get; private set; }

    /// <summary>How many replies the proxy dropped.</summary>
    public int Dropped { get; private set; }

    /// <summary>How many sends a stopping server cut off or refused.</summary>
    public int CutByRestart { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Sends the message until an answer arrives; about three in ten do not.</summary>
    public async Task SendAsync(NamedMessage message, Random random)
    {
        while (true)
        {
            var presence = _server.Presence;
            var drops = random.Next(10) < 3;
            var form = random.Next(2) == 0 ? SendForm.Hub : (SendForm)random.Next(1, 4);
            Sends++;
            HubSends += form == SendForm.Hub ? 1 : 0;
            try
            {
                message.Turns.Add(await (form == SendForm.Hub ? SendOnHubAsync(message, drops) : PostAsync(message, form, drops)));
                return;
            }
            catch (Exception exception) when (exception is not XunitException && drops)
            {
                Dropped++;
                await LeaveHubAsync();
            }
            catch (Exception exception) when (exception is not XunitException && (!presence.IsCompleted || presence != _server.Presence))
            {
                CutByRestart++;
                await LeaveHubAsync();
                await _server.Presence.WaitAsync(Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveHubAsync();
        _http.Dispose();
        await _proxy.DisposeAsync();
    }

    private async Task<string> SendOnHubAsync(NamedMessage message, bool drops)
    {
        // One that the server has left behind may not have been seen to end yet.
        if (_hub is null || _hubSince != _server.Presence)
        {
            await LeaveHubAsync();
            _hubSince = _server.Presence;
            _proxy.Plan = _ => FaultPlan.None;
            _hub = await SignalRClient.ConnectAsync(_proxy.Address, Token);
            _hubConnection = _proxy.Connections[^1];
        }

        if (drops)
        {
            _hubConnection!.DropNextReply();
        }

        var receipt = await _hub.InvokeAsync<JsonElement>("Send", message.Session, new { text = message.Text, clientMessageId = message.Id }, Token);
        return receipt.GetProperty("turnId").GetString()!;
    }

    /// <summary>Each on a connection of its own: a client that finds a kept one closed may send again by itself.</summary>
    private async Task<string> PostAsync(NamedMessage message, SendForm form, bool drops)
    {
        _proxy.Plan = _ => drops ? FaultPlan.DropReply : FaultPlan.None;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_proxy.Address, $"/api/sessions/{message.Session}/turns"));
        request.Headers.ConnectionClose = true;
        request.Headers.Add("Idempotency-Key", message.Id);
        request.Content = new StringContent(JsonSerializer.Serialize(new { text = message.Text }), Encoding.UTF8, "application/json");
        if (form == SendForm.Receipt)
        {
            request.Headers.Add("Prefer", "respond-async");
        }
        else if (form == SendForm.Stream)
        {
            request.Headers.Add("Accept", "text/event-stream");
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        response.EnsureSuccessStatusCode();
        if (form == SendForm.Stream)
        {
            var (_, type, first) = await response.ReadEventsAsync().FirstAsync(Token);
            Assert.Equal("message.added", type);
            return first.GetProperty("turnId").GetString()!;
        }

        var answer = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Token));
        return answer.GetProperty("turnId").GetString()!;
    }

    private async Task LeaveHubAsync()
    {
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
            _hub = null;
        }
    }
}
