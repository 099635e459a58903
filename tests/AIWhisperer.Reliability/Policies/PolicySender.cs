using System.Text.Json;
using AIWhisperer.Reliability.Following;
using AIWhisperer.ServerHarness;

namespace AIWhisperer.Reliability.Policies;

/// <summary>Sends messages over one wire and returns receipts or the codes of refusals. Thread-safe.</summary>
internal sealed class PolicySender : IAsyncDisposable
{
    private readonly TestServer _server;
    private readonly HubClient? _hub;

    private PolicySender(TestServer server, HubClient? hub) => (_server, _hub) = (server, hub);

    public static async Task<PolicySender> ConnectAsync(TestServer server, Wire wire) =>
        new(server, wire == Wire.Hub ? await HubClient.ConnectAsync(server.Address) : null);

    public async Task<JsonElement> SendAsync(string session, string text, string? onBusy)
    {
        var (receipt, refusal) = await TrySendAsync(session, text, onBusy);
        return receipt ?? throw new InvalidOperationException($"Refused: {refusal}.");
    }

    public async Task<(JsonElement? Receipt, string? Refusal)> TrySendAsync(string session, string text, string? onBusy)
    {
        if (_hub is not null)
        {
            try
            {
                return (await _hub.InvokeAsync("Send", session, new { text, onBusy }), null);
            }
            catch (HubCallException refused)
            {
                return (null, refused.Code);
            }
        }

        using var response = await _server.SendAsync(
            HttpMethod.Post,
            $"/api/sessions/{session}/turns",
            JsonSerializer.Serialize(new { text, onBusy }),
            headers: ("Prefer", "respond-async"));
        var answer = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return response.IsSuccessStatusCode ? (answer, null) : (null, answer.GetProperty("code").GetString());
    }

    public ValueTask DisposeAsync() => _hub?.DisposeAsync() ?? ValueTask.CompletedTask;
}
