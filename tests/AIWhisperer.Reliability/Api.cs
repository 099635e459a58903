using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AIWhisperer.ServerHarness;

namespace AIWhisperer.Reliability;

/// <summary>The REST API of a server that may die at any moment.</summary>
internal sealed class Api(Uri address) : IDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly HttpClient _client = new() { BaseAddress = address };

    public Task<Answer> GetAsync(string path) => CallAsync(HttpMethod.Get, path, null);

    public Task<Answer> PostAsync(string path, object body) => CallAsync(HttpMethod.Post, path, body);

    public Task<Answer> DeleteAsync(string path) => CallAsync(HttpMethod.Delete, path, null);

    /// <summary>Hands in a message, for a receipt.</summary>
    public Task<Answer> SendAsync(string session, string text) =>
        CallAsync(HttpMethod.Post, $"/api/sessions/{session}/turns", new { text }, ("Prefer", "respond-async"));

    /// <summary>Approves a tool call.</summary>
    public Task<Answer> ApproveAsync(string session, string approval) =>
        PostAsync($"/api/sessions/{session}/approvals/{approval}", new { decision = "approve" });

    /// <summary>All stored events of a session.</summary>
    public async Task<List<JsonElement>> ReadLogAsync(string session)
    {
        var events = new List<JsonElement>();
        while (true)
        {
            var page = await GetAsync($"/api/sessions/{session}/events?limit=1000&after={(events is [.., var last] ? last.Seq() : 0)}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            events.AddRange(page.Body.GetProperty("events").EnumerateArray());
            if (!page.Body.TryGetProperty("nextAfter", out _))
            {
                return events;
            }
        }
    }

    /// <summary>Follows a session until the server ends the stream, or dies.</summary>
    public Follower Follow(string session, long after = 0) => new(EventsAsync(session, after, Token));

    public void Dispose() => _client.Dispose();

    private async Task<Answer> CallAsync(HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        Array.ForEach(headers, header => request.Headers.Add(header.Name, header.Value));
        using var response = await _client.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        return new Answer(
            response.StatusCode,
            text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text),
            response.Headers.RetryAfter?.Delta);
    }

    private async IAsyncEnumerable<JsonElement> EventsAsync(string session, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/sessions/{session}/events?after={after}");
        request.Headers.Add("Accept", "text/event-stream");
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await foreach (var (_, _, item) in response.ReadEventsAsync())
        {
            yield return item;
        }
    }

    /// <summary>What the server answered.</summary>
    internal sealed record Answer(HttpStatusCode Status, JsonElement Body, TimeSpan? RetryAfter);
}
