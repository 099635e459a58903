using System.Text.Json;
using AIWhisperer.ServerHarness;
using Microsoft.AspNetCore.SignalR.Client;

namespace AIWhisperer.Reliability.Following;

/// <summary>The two ways a client follows a session, each on a connection of its own.</summary>
internal static class EventFeed
{
    /// <summary>A session's events after a sequence number; fails when the connection breaks.</summary>
    public static IAsyncEnumerable<JsonElement> AttachAsync(Wire wire, Uri server, string session, long after) =>
        wire == Wire.Hub ? AttachByHubAsync(server, session, after) : AttachByHttpAsync(server, session, after);

    private static async IAsyncEnumerable<JsonElement> AttachByHubAsync(Uri server, string session, long after)
    {
        var token = TestContext.Current.CancellationToken;
        await using var hub = await SignalRClient.ConnectAsync(server, token);
        await foreach (var item in hub.StreamAsync<JsonElement>("Attach", session, after, token))
        {
            yield return item;
        }
    }

    private static async IAsyncEnumerable<JsonElement> AttachByHttpAsync(Uri server, string session, long after)
    {
        using var client = new HttpClient { BaseAddress = server };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/sessions/{session}/events");
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("Last-Event-ID", $"{after}");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"Attaching after {after} was answered with {response.StatusCode}.");
        await foreach (var (_, _, data) in response.ReadEventsAsync())
        {
            yield return data;
        }
    }
}
