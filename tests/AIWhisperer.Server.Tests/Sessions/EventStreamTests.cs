using System.Net;
using System.Text;
using System.Text.Json;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Server.Tests.Sessions;

public sealed class EventStreamTests : IAsyncLifetime
{
    private static readonly (string, string) s_accept = ("Accept", "text/event-stream");

    private TestServer _server = null!;
    private string _session = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(("AIWhisperer:Server:StreamHeartbeat", "00:00:00.100"));
        _session = $"/api/sessions/{await _server.CreateSessionAsync()}";
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Send_ThatAcceptsEvents_StreamsThatTurnAndEnds()
    {
        using var response = await _server.SendAsync(HttpMethod.Post, $"{_session}/turns", """{"text":"hi"}""", null, s_accept);

        var events = await response.ReadEventsAsync().ToListAsync(Token);

        Assert.Equal("message.added", events[0].Type);
        Assert.Equal("turn.completed", events[^1].Type);
        Assert.Equal("model-a heard: hi", string.Concat(events.Where(e => e.Type == "message.delta").Select(e => e.Data.GetProperty("text").GetString())));
    }

    [Fact]
    public async Task Events_CutInMidMessageAndResumed_GiveTheStoredText()
    {
        var half = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.Texts("One ", "two ", "three ").Gate(half).Texts("four ", "five.").Finish("stop"));
        var text = "";
        long last = 0;
        using (var first = await _server.SendAsync(HttpMethod.Get, $"{_session}/events", null, null, s_accept))
        {
            using var sent = await _server.SendAsync(HttpMethod.Post, $"{_session}/turns", """{"text":"go"}""", null, ("Prefer", "respond-async"));
            await foreach (var (seq, type, data) in first.ReadEventsAsync())
            {
                last = seq;
                if (type == "message.delta")
                {
                    Assert.Equal(text.Length, data.GetProperty("offset").GetInt32());
                    text += data.GetProperty("text").GetString();
                    if (text.Length >= "One two ".Length)
                    {
                        break;
                    }
                }
            }
        }

        half.Open();

        // Last-Event-ID wins: by `after` everything would come again.
        using var second = await _server.SendAsync(
            HttpMethod.Get, $"{_session}/events?after=0", null, null, s_accept, ("Last-Event-ID", $"{last}"));
        string? whole = null;
        await foreach (var (seq, type, data) in second.ReadEventsAsync())
        {
            Assert.True(seq > last, $"{seq} came again after {last}");
            last = seq;
            if (type == "message.delta")
            {
                Assert.Equal(text.Length, data.GetProperty("offset").GetInt32());
                text += data.GetProperty("text").GetString();
            }
            else if (type == "message.completed")
            {
                whole = data.GetProperty("text").GetString();
            }
            else if (type == "turn.completed")
            {
                break;
            }
        }

        Assert.Equal("One two three four five.", whole);
        Assert.StartsWith(text, whole, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("999999")]
    [InlineData("99999999999999999999")]
    [InlineData("999999-{tag}")]
    [InlineData("1-")]
    [InlineData("1-{tag}0")]
    [InlineData("1-0000000g")]
    [InlineData("1-2-{tag}")]
    [InlineData("1, 2")]
    public async Task Events_FromAnImpossiblePlace_AreRefused(string lastEventId)
    {
        var id = lastEventId.Replace("{tag}", Tag(_session), StringComparison.Ordinal);
        using var response = await _server.SendAsync(HttpMethod.Get, $"{_session}/events", null, null, s_accept, ("Last-Event-ID", id));

        var problem = await response.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_cursor");
        Assert.Equal("Last-Event-ID", problem.Field());
        Assert.Contains("'Last-Event-ID'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_FromAPlaceInAnotherSession_AreRefused()
    {
        var other = $"/api/sessions/{await _server.CreateSessionAsync()}";
        using var response = await _server.SendAsync(
            HttpMethod.Get, $"{_session}/events", null, null, s_accept, ("Last-Event-ID", $"1-{Tag(other)}"));

        var problem = await response.ReadProblemAsync(HttpStatusCode.Conflict, "foreign_cursor");
        Assert.Equal("Last-Event-ID", problem.Field());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1-{tag}")]
    public async Task Events_AfterAnId_BeginBehindIt(string lastEventId)
    {
        await _server.CallAsync(HttpMethod.Post, $"{_session}/turns", """{"text":"hi"}""");
        var id = lastEventId.Replace("{tag}", Tag(_session), StringComparison.Ordinal);
        using var response = await _server.SendAsync(HttpMethod.Get, $"{_session}/events", null, null, s_accept, ("Last-Event-ID", id));

        Assert.Equal("message.added", (await response.ReadEventsAsync().FirstAsync(Token)).Type);
    }

    [Fact]
    public async Task TurnsOwnStream_ThatIsCut_GoesOnAtTheSessionsEvents()
    {
        var gate = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.Text("begun ").Gate(gate).Text("done").Finish("stop"));
        long last = 0;
        using (var first = await _server.SendAsync(HttpMethod.Post, $"{_session}/turns", """{"text":"go"}""", null, s_accept))
        {
            last = (await first.ReadEventsAsync().FirstAsync(e => e.Type == "message.delta", Token)).Seq;
        }

        gate.Open();
        using var second = await _server.SendAsync(
            HttpMethod.Get, $"{_session}/events", null, null, s_accept, ("Last-Event-ID", $"{last}-{Tag(_session)}"));
        var rest = await second.ReadEventsAsync().TakeWhile(e => e.Type != "turn.completed").ToListAsync(Token);

        Assert.Equal(["message.delta", "message.completed"], rest.Select(e => e.Type));
        Assert.Equal("begun ".Length, rest[0].Data.GetProperty("offset").GetInt32());
        Assert.Equal("done", rest[0].Data.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Events_WhoseStreamIsRefusedByTheClient_AreAPage()
    {
        var page = await _server.CallAsync(
            HttpMethod.Get, $"{_session}/events", null, null, ("Accept", "text/event-stream;q=0, application/json"));

        Assert.True(page.TryGetProperty("events", out _));
    }

    [Fact]
    public async Task Events_WhileNothingHappens_CarryAHeartbeat()
    {
        using var response = await _server.SendAsync(HttpMethod.Get, $"{_session}/events", null, null, s_accept);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token), Encoding.UTF8);

        var beats = 0;
        while (beats < 2)
        {
            beats += await reader.ReadLineAsync(Token) == ":" ? 1 : 0;
        }
    }

    [Fact]
    public async Task Events_EndWhenTheSessionIsDeleted()
    {
        using var response = await _server.SendAsync(HttpMethod.Get, $"{_session}/events", null, null, s_accept);
        await _server.CallAsync(HttpMethod.Delete, _session);

        var events = await response.ReadEventsAsync().ToListAsync(Token);

        Assert.Equal("session.closed", events[^1].Type);
    }

    [Fact]
    public async Task Events_EndWhenTheServerStops()
    {
        using var response = await _server.SendAsync(HttpMethod.Get, $"{_session}/events", null, null, s_accept);
        await using var events = response.ReadEventsAsync().GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());

        await _server.StopAsync();

        Assert.True(await events.MoveNextAsync());
        Assert.Equal("server.draining", events.Current.Type);
        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task TurnsOwnStreams_WhenTheServerStops_SaySo_AlsoOfATurnThatWaits()
    {
        _server.Upstream.Script("model-a", reply => reply.Text("begun ").Hold());
        using var running = await _server.SendAsync(HttpMethod.Post, $"{_session}/turns", """{"text":"one"}""", null, s_accept);
        await using var ofRunning = running.ReadEventsAsync().GetAsyncEnumerator(Token);
        while (await ofRunning.MoveNextAsync() && ofRunning.Current.Type != "message.delta")
        {
        }

        using var waiting = await _server.SendAsync(HttpMethod.Post, $"{_session}/turns", """{"text":"two"}""", null, s_accept);
        await using var ofWaiting = waiting.ReadEventsAsync().GetAsyncEnumerator(Token);
        while (await ofWaiting.MoveNextAsync() && ofWaiting.Current.Type != "turn.queued")
        {
        }

        await _server.StopAsync();

        Assert.Equal(["server.draining", "message.completed", "turn.interrupted"], await RestAsync(ofRunning));
        Assert.Equal(["server.draining"], await RestAsync(ofWaiting));
    }

    [Fact]
    public async Task ClientThatLeaves_EndsItsStream_NotTheTurn()
    {
        var gate = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.Text("begun ").Gate(gate).Text("done").Finish("stop"));
        string turnId;
        using (var response = await _server.SendAsync(HttpMethod.Post, $"{_session}/turns", """{"text":"go"}""", null, s_accept))
        {
            turnId = (await response.ReadEventsAsync().FirstAsync(Token)).Data.GetProperty("turnId").GetString()!;
        }

        gate.Open();
        using var follow = await _server.SendAsync(HttpMethod.Get, $"{_session}/events", null, null, s_accept);
        await follow.ReadEventsAsync().FirstAsync(e => e.Type == "turn.completed", Token);

        var turn = await _server.CallAsync(HttpMethod.Get, $"{_session}/turns/{turnId}");
        Assert.Equal("begun done", turn.GetProperty("text").GetString());
    }

    [Fact]
    public async Task EventPages_GiveTheStoredJsonOnce()
    {
        await _server.CallAsync(HttpMethod.Post, $"{_session}/turns", """{"text":"hi"}""");

        var seen = new List<long>();
        long? after = 0;
        while (after is not null)
        {
            var page = await _server.CallAsync(HttpMethod.Get, $"{_session}/events?limit=2&after={after}");
            seen.AddRange(page.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("seq").GetInt64()));
            after = page.TryGetProperty("nextAfter", out var next) ? next.GetInt64() : null;
        }

        Assert.True(seen.Count >= 5);
        Assert.Equal(seen.Distinct().Order(), seen);
    }

    private static async Task<List<string>> RestAsync(IAsyncEnumerator<(long Seq, string Type, JsonElement Data)> events)
    {
        var types = new List<string>();
        while (await events.MoveNextAsync())
        {
            types.Add(events.Current.Type);
        }

        return types;
    }

    private static string Tag(string session) => session.Split('/')[^1][..8];
}
