using System.Net;
using System.Text;

namespace AIWhisperer.Server.Tests.Problems;

public sealed class RequestFaultTests(StrictServer shared) : IClassFixture<StrictServer>
{
    private readonly TestServer _server = shared.Server;
    private readonly string _session = shared.Session;

    [Theory]
    [InlineData("POST", "/api/sessions", """{"agent":"alice"}""", 400, "invalid_request", "agent")]
    [InlineData("POST", "/api/sessions", """{"title":1}""", 400, "invalid_request", "title")]
    [InlineData("POST", "/api/sessions", """{"title":"123456789012345678901"}""", 413, "too_large", "title")]
    [InlineData("POST", "/api/sessions", """{"agentId":"nobody"}""", 404, "agent_not_found", "agentId")]
    [InlineData("POST", "/api/sessions", """{"agentId":"eve"}""", 503, "agent_unavailable", null)]
    [InlineData("POST", "/api/sessions", """{"agentId":"bert"}""", 503, "agent_invalid", null)]
    [InlineData("PATCH", "/api/sessions/{id}", """{"title":"x","owner":"me"}""", 400, "invalid_request", "owner")]
    [InlineData("PATCH", "/api/sessions/{id}", "{}", 400, "invalid_request", "title")]
    [InlineData("PATCH", "/api/sessions/{id}", """{"title":null}""", 400, "invalid_request", "title")]
    [InlineData("PUT", "/api/sessions/{id}/agent", """{"agentId":"debbie","carry":1}""", 400, "invalid_request", "carry")]
    [InlineData("PUT", "/api/sessions/{id}/agent", """{"agentId":"debbie","carryOver":{"policy":"last","lst":1}}""", 400, "invalid_request", "carryOver.lst")]
    [InlineData("PUT", "/api/sessions/{id}/agent", """{"agentId":"debbie","carryOver":{"policy":"some"}}""", 400, "invalid_request", "carryOver.policy")]
    [InlineData("PUT", "/api/sessions/{id}/agent", """{"agentId":"debbie","carryOver":{"policy":"last","last":"3"}}""", 400, "invalid_request", "carryOver.last")]
    [InlineData("PUT", "/api/sessions/{id}/agent", """{"agentId":"debbie","carryOver":{"policy":"last"}}""", 400, "invalid_request", "carryOver.last")]
    [InlineData("PUT", "/api/sessions/{id}/agent", """{"agentId":"debbie","carryOver":"full"}""", 400, "invalid_request", "carryOver")]
    [InlineData("PUT", "/api/sessions/{id}/agent", """{"agentId":"nobody"}""", 404, "agent_not_found", "agentId")]
    [InlineData("POST", "/api/sessions/{id}/turns", """{"txt":"hi"}""", 400, "invalid_request", "txt")]
    [InlineData("POST", "/api/sessions/{id}/turns", """{"text":"hi","text":"ho"}""", 400, "invalid_request", "text")]
    [InlineData("POST", "/api/sessions/{id}/turns", """{"text":"hi","onBusy":"wait"}""", 400, "invalid_request", "onBusy")]
    [InlineData("POST", "/api/sessions/{id}/turns", """{"text":"hi","onBusy":1}""", 400, "invalid_request", "onBusy")]
    [InlineData("POST", "/api/sessions/{id}/turns", """{"text":"hi","onBusy":"enqueue,steer"}""", 400, "invalid_request", "onBusy")]
    [InlineData("POST", "/api/sessions/{id}/turns", """{"text":"hi","onBusy":"Steer"}""", 400, "invalid_request", "onBusy")]
    [InlineData("POST", "/api/sessions/{id}/turns", """{"text":"hi","onBusy":" steer"}""", 400, "invalid_request", "onBusy")]
    [InlineData("POST", "/api/sessions/{id}/turns", """{"text":"hi","onBusy":""}""", 400, "invalid_request", "onBusy")]
    [InlineData("POST", "/api/sessions/{id}/turns", """{"text":" "}""", 400, "invalid_request", "text")]
    [InlineData("POST", "/api/sessions/{id}/turns", "[]", 400, "invalid_request", "text")]
    [InlineData("POST", "/api/sessions/{id}/turns", "null", 400, "invalid_request", null)]
    [InlineData("POST", "/api/sessions/{id}/turns", "", 400, "invalid_request", null)]
    [InlineData("POST", "/api/sessions/{id}/turns", "{oops", 400, "invalid_request", null)]
    [InlineData("POST", "/api/sessions/{id}/turns/none/cancel", null, 404, "turn_not_found", null)]
    [InlineData("GET", "/api/sessions/{id}/turns/none", null, 404, "turn_not_found", null)]
    [InlineData("GET", "/api/sessions/{id}/events?after=abc", null, 400, "invalid_cursor", "after")]
    [InlineData("GET", "/api/sessions/{id}/events?after=999999", null, 400, "invalid_cursor", "after")]
    [InlineData("GET", "/api/sessions/{id}/events?after=99999999999999999999", null, 400, "invalid_cursor", "after")]
    [InlineData("GET", "/api/sessions/{id}/messages?after=abc", null, 400, "invalid_cursor", "after")]
    [InlineData("GET", "/api/sessions/{id}/messages?after=-1", null, 400, "invalid_cursor", "after")]
    [InlineData("GET", "/api/sessions/{id}/messages?after=999999", null, 400, "invalid_cursor", "after")]
    [InlineData("GET", "/api/sessions/{id}/messages?after=99999999999999999999", null, 400, "invalid_cursor", "after")]
    [InlineData("POST", "/api/sessions/{id}/turns", """{"text":"hi","onDisconnect":"stop"}""", 400, "invalid_request", "onDisconnect")]
    [InlineData("GET", "/api/sessions/{id}/events?after=-1", null, 400, "invalid_cursor", "after")]
    [InlineData("GET", "/api/sessions/{id}/events?limit=1001", null, 400, "invalid_request", "limit")]
    [InlineData("GET", "/api/sessions/{id}/messages?limit=99999999999", null, 400, "invalid_request", "limit")]
    [InlineData("GET", "/api/sessions?limit=", null, 400, "invalid_request", "limit")]
    [InlineData("GET", "/api/sessions?cursor=mine", null, 400, "invalid_cursor", "cursor")]
    [InlineData("GET", "/api/sessions/none", null, 404, "session_not_found", null)]
    [InlineData("DELETE", "/api/sessions/none", null, 404, "session_not_found", null)]
    [InlineData("DELETE", "/api/loops/{id}/alice", null, 404, "loop_not_found", null)]
    [InlineData("GET", "/api/agents/nobody", null, 404, "agent_not_found", "agentId")]
    [InlineData("POST", "/api/agents/validate", """{"yml":"a"}""", 400, "invalid_request", "yml")]
    [InlineData("GET", "/api/nothing", null, 404, "route_not_found", null)]
    [InlineData("PUT", "/api/sessions", null, 405, "method_not_allowed", null)]
    public async Task Request_ThatDoesNotFit_IsAProblemThatNamesTheField(
        string method, string path, string? body, int status, string code, string? field)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{id}", _session, StringComparison.Ordinal));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await _server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var problem = await response.ReadProblemAsync((HttpStatusCode)status, code);
        Assert.Equal(field, problem.Field());
    }

    [Fact]
    public async Task Body_OverTheLimit_IsTooLarge()
    {
        using var body = new StringContent($$"""{"text":"{{new string('a', 2_048)}}"}""", Encoding.UTF8, "application/json");

        using var response = await _server.Client.PostAsync($"/api/sessions/{_session}/turns", body, TestContext.Current.CancellationToken);

        await response.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=bogus")]
    [InlineData("application/json; charset=utf8")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=windows-1252")]
    [InlineData("application/json; charset=\"\"")]
    [InlineData(null)]
    public async Task Body_OfAnotherType_IsRefused(string? contentType)
    {
        using var body = new ByteArrayContent("""{"text":"hi"}"""u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await _server.Client.PostAsync($"/api/sessions/{_session}/turns", body, TestContext.Current.CancellationToken);

        var problem = await response.ReadProblemAsync(HttpStatusCode.UnsupportedMediaType, "invalid_request");
        Assert.Equal("Content-Type", problem.Field());
    }

    [Theory]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/json; charset=\"utf-8\"")]
    public async Task Body_InUtf8_IsTaken(string contentType)
    {
        using var body = new ByteArrayContent("""{"title":"x"}"""u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await _server.Client.PatchAsync($"/api/sessions/{_session}", body, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Json_NestedTooDeep_IsMalformed()
    {
        var json = string.Concat(Enumerable.Repeat("""{"text":""", 40)) + "1" + new string('}', 40);
        using var body = new StringContent(json, Encoding.UTF8, "application/json");

        using var response = await _server.Client.PostAsync($"/api/sessions/{_session}/turns", body, TestContext.Current.CancellationToken);

        await response.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\ude00 x")]
    [InlineData("\u00ff")]
    public async Task Text_ThatIsNoUnicode_IsToldSo(string text)
    {
        // Latin-1 leaves the escapes as they are and makes of the last text a byte that UTF-8 does not have.
        using var body = new ByteArrayContent(Encoding.Latin1.GetBytes($$"""{"text":"{{text}}"}"""));
        body.Headers.ContentType = new("application/json");

        using var response = await _server.Client.PostAsync($"/api/sessions/{_session}/turns", body, TestContext.Current.CancellationToken);

        var problem = await response.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal("text", problem.Field());
        Assert.Contains("as a string of valid Unicode", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problem_ForAClientThatWantsAnEventStream_IsStillAProblem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sessions/none/events");
        request.Headers.Accept.ParseAdd("text/event-stream");

        using var response = await _server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        await response.ReadProblemAsync(HttpStatusCode.NotFound, "session_not_found");
    }
}
