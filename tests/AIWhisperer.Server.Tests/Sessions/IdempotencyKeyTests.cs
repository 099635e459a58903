using System.Net;
using System.Text.Json;
using AIWhisperer.Server.Tests.Authentication;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Server.Tests.Sessions;

public sealed class IdempotencyKeyTests : IAsyncLifetime
{
    private const string Hello = """{"text":"hello"}""";

    private static readonly (string Name, string Value) s_key = ("Idempotency-Key", "key-1");
    private static readonly (string Name, string Value) s_async = ("Prefer", "respond-async");
    private static readonly (string Name, string Value) s_stream = ("Accept", "text/event-stream");

    private TestServer _server = null!;
    private string _turns = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _turns = $"/api/sessions/{await _server.CreateSessionAsync()}/turns";
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Send_TheSameAgain_IsAnsweredInTheFormAskedFor()
    {
        using var first = await PostAsync(Hello, s_key);
        using var waited = await PostAsync(Hello, s_key);
        using var accepted = await PostAsync(Hello, s_key, s_async);
        using var streamed = await PostAsync(Hello, s_key, s_stream);

        var turn = await ReadAsync(first);
        var turnId = turn.GetProperty("turnId").GetString();
        Assert.Equal([false, true, true, true], ((HttpResponseMessage[])[first, waited, accepted, streamed]).Select(IsReplayed));
        Assert.Equal(turn.GetRawText(), (await ReadAsync(waited)).GetRawText());
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.EndsWith($"/turns/{turnId}", accepted.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var receipt = await ReadAsync(accepted);
        Assert.Equal((turnId, true), (receipt.GetProperty("turnId").GetString(), receipt.GetProperty("replayed").GetBoolean()));
        var events = await streamed.ReadEventsAsync().ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("message.added", "turn.completed"), (events[0].Type, events[^1].Type));
        Assert.Equal("key-1", events[0].Data.GetProperty("clientMessageId").GetString());
        Assert.Equal(receipt.GetProperty("seq").GetInt64(), events[0].Seq);
        Assert.Single(_server.Upstream.Requests);
    }

    [Fact]
    public async Task Send_TheSameAgainWhileTheTurnRuns_StreamsFromItsBeginning()
    {
        var gate = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.Text("so far ").Gate(gate).Text("so good"));
        using var first = await PostAsync(Hello, s_key, s_async);
        await gate.Reached.WaitAsync(TestContext.Current.CancellationToken);

        using var again = await PostAsync(Hello, s_key, s_stream);
        gate.Open();
        var events = await again.ReadEventsAsync().ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("message.added", "turn.completed"), (events[0].Type, events[^1].Type));
        Assert.Equal(
            "so far so good",
            string.Concat(events.Where(item => item.Type == "message.delta").Select(item => item.Data.GetProperty("text").GetString())));
    }

    [Fact]
    public async Task Send_KeyInTheBody_IsTheSameKey()
    {
        const string Named = """{"text":"hello","clientMessageId":"key-1"}""";

        var first = await ReadAsync(await PostAsync(Named));
        var second = await ReadAsync(await PostAsync(Hello, s_key));
        var third = await ReadAsync(await PostAsync(Named, s_key));

        Assert.Equal(first.GetProperty("turnId").GetString(), second.GetProperty("turnId").GetString());
        Assert.Equal(first.GetProperty("turnId").GetString(), third.GetProperty("turnId").GetString());
    }

    [Fact]
    public async Task Send_AnotherBodyUnderTheKey_IsAConflict()
    {
        using var first = await PostAsync(Hello, s_key);

        using var other = await PostAsync("""{"text":"hello!"}""", s_key);

        var problem = await other.ReadProblemAsync(HttpStatusCode.Conflict, "idempotency_conflict");
        Assert.Equal("clientMessageId", problem.Field());
        Assert.False(IsReplayed(other));
    }

    [Theory]
    [InlineData(Hello, "")]
    [InlineData(Hello, "two words")]
    [InlineData("""{"text":"hello","clientMessageId":"another"}""", "key-1")]
    [InlineData("""{"text":"hello","clientMessageId":""}""", null)]
    [InlineData("""{"text":"hello","clientMessageId":7}""", null)]
    public async Task Send_KeyThatCannotBe_NamesTheField(string body, string? header)
    {
        using var refused = await (header is null ? PostAsync(body) : PostAsync(body, ("Idempotency-Key", header)));

        var problem = await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal("clientMessageId", problem.Field());
    }

    [Fact]
    public async Task Send_TwoKeys_AreRefused()
    {
        using var refused = await PostAsync(Hello, s_key, ("Idempotency-Key", "key-2"));

        await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Send_TwoAtOnce_AreOneTurnEveryTime()
    {
        for (var round = 0; round < 40; round++)
        {
            var key = ("Idempotency-Key", $"race-{round}");
            var body = JsonSerializer.Serialize(new { text = $"round {round}" });

            var answers = await Task.WhenAll(PostAsync(body, key), PostAsync(body, key));
            var turns = await Task.WhenAll(answers.Select(ReadAsync));

            Assert.Single(answers, IsReplayed);
            Assert.Single(turns.Select(turn => turn.GetRawText()).Distinct());
        }

        Assert.Equal(40, _server.Upstream.Requests.Count);
    }

    [Fact]
    public async Task Send_OnTheHubAndOverRest_KnowEachOthersKeys()
    {
        await using var hub = await HubClient.ConnectAsync(_server.Address);
        var sessionId = _turns.Split('/')[3];
        var message = new { text = "hello", clientMessageId = "key-1" };

        var sent = await hub.InvokeAsync("Send", sessionId, message);
        var again = await hub.InvokeAsync("Send", sessionId, message);
        using var posted = await PostAsync(Hello, s_key);
        var conflict = await Assert.ThrowsAsync<HubCallException>(
            () => hub.InvokeAsync("Send", sessionId, new { text = "other", clientMessageId = "key-1" }));
        var invalid = await Assert.ThrowsAsync<HubCallException>(
            () => hub.InvokeAsync("Send", sessionId, new { text = "hello", clientMessageId = "two words" }));

        var turnId = sent.GetProperty("turnId").GetString();
        Assert.Equal((false, true), (sent.GetProperty("replayed").GetBoolean(), again.GetProperty("replayed").GetBoolean()));
        Assert.Equal(turnId, again.GetProperty("turnId").GetString());
        Assert.True(IsReplayed(posted));
        Assert.Equal(turnId, (await ReadAsync(posted)).GetProperty("turnId").GetString());
        Assert.Equal(("idempotency_conflict", "clientMessageId"), (conflict.Code, conflict.Field));
        Assert.Equal(("invalid_request", "clientMessageId"), (invalid.Code, invalid.Field));
        Assert.Single(_server.Upstream.Requests);
    }

    [Fact]
    public async Task Send_KeyOfAStrangersSession_IsNotFound()
    {
        await using var server = await TestServer.StartAsync(TestKeys.Settings("ann", "bob"));
        using var ann = server.CreateClient("ann");
        using var bob = server.CreateClient("bob");
        var turns = $"/api/sessions/{await server.CreateSessionAsync(ann)}/turns";
        await server.CallAsync(HttpMethod.Post, turns, Hello, ann, s_key);

        using var foreign = await server.SendAsync(HttpMethod.Post, turns, Hello, bob, s_key);

        await foreign.ReadProblemAsync(HttpStatusCode.NotFound, "session_not_found");
    }

    private Task<HttpResponseMessage> PostAsync(string json, params (string Name, string Value)[] headers) =>
        _server.SendAsync(HttpMethod.Post, _turns, json, null, headers);

    private static bool IsReplayed(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Idempotency-Replayed", out var values) && values.Single() == "true";

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
