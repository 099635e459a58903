using System.Globalization;
using System.Text.Json;
using AIWhisperer.Core.Events;
using AIWhisperer.Reliability.Following;
using AIWhisperer.ServerHarness;

namespace AIWhisperer.Reliability.SlowClients;

/// <summary>A hub client that reads all it is given, and measures how long each token was under way from the model to it.</summary>
internal sealed class HealthyClient : IAsyncDisposable
{
    private readonly TestServer _server;
    private readonly string _session;
    private readonly HubClient _hub;
    private readonly IAsyncEnumerator<JsonElement> _events;
    private readonly Transcript _transcript = new();

    private HealthyClient(TestServer server, string session, HubClient hub)
    {
        _server = server;
        _session = session;
        _hub = hub;
        _events = hub.StreamAsync("Attach", session, 0).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    public static async Task<HealthyClient> AttachAsync(TestServer server)
    {
        var session = await server.CreateSessionAsync();
        return new HealthyClient(server, session, await HubClient.ConnectAsync(server.Address));
    }

    /// <summary>Has the agent answer with tokens that say when they were written, and reads until the turn has ended.</summary>
    public async Task TakeTurnAsync(string text, Latencies latencies)
    {
        var turnId = await _server.PostAsync(_session, text, "alice");
        while (!_transcript.HasEnded(turnId))
        {
            Assert.True(await _events.MoveNextAsync(), "The stream ended before the turn did.");
            var item = _events.Current;
            _transcript.Take(item);
            if (item.GetProperty("type").ValueEquals(EventTypes.MessageDelta))
            {
                foreach (var written in item.GetProperty("text").GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    latencies.AddSince(long.Parse(written, CultureInfo.InvariantCulture));
                }
            }
        }
    }

    /// <summary>Everything arrived, and every turn was completed.</summary>
    public async Task CheckAsync()
    {
        var stored = await _server.StoredEventsAsync(_session);
        _transcript.Check(stored);
        Assert.Equal(_transcript.MessagesCompleted, _transcript.MessagesWholeByDeltas);
        Assert.All(
            stored.Select(item => item.GetProperty("type").GetString()!).Where(EventTypes.IsTurnEnding),
            type => Assert.Equal(EventTypes.TurnCompleted, type));
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _events.DisposeAsync();
    }
}
