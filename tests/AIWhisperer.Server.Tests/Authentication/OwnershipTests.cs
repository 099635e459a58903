using System.Net;
using System.Reflection;
using System.Text.Json;
using AIWhisperer.Core.Events;
using AIWhisperer.Server.Streaming;

namespace AIWhisperer.Server.Tests.Authentication;

/// <summary>Anna owns a session; to Bob it does not exist, on any route and any hub method there is.</summary>
public sealed class OwnershipTests : IAsyncLifetime
{
    private const string Anna = "key-anna";
    private const string Bob = "key-bob";

    private TestServer _server = null!;
    private HttpClient _anna = null!;
    private HttpClient _bob = null!;
    private string _session = null!;
    private string _turn = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(TestKeys.Settings(Anna, Bob));
        _anna = _server.CreateClient(Anna);
        _bob = _server.CreateClient(Bob);
        _session = await _server.CreateSessionAsync(_anna);
        var turn = await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{_session}/turns", """{"text":"mine"}""", _anna);
        _turn = turn.GetProperty("turnId").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        _anna.Dispose();
        _bob.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task EveryRoute_IsClosedWithoutAKey_AndKnowsNoForeignSession()
    {
        var document = await _server.CallAsync(HttpMethod.Get, "/swagger/v1/swagger.json", null, _anna);
        var routes = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => (Method: HttpMethod.Parse(operation.Name), Path: path.Name))).ToArray();
        Assert.Contains(routes, route => route.Path.Contains("{sessionId}", StringComparison.Ordinal));

        foreach (var (method, template) in routes.Where(route => route.Path.StartsWith("/api/", StringComparison.Ordinal)))
        {
            var path = template.Replace("{sessionId}", _session, StringComparison.Ordinal)
                .Replace("{turnId}", _turn, StringComparison.Ordinal)
                .Replace("{approvalId}", "any", StringComparison.Ordinal)
                .Replace("{agentId}", "alice", StringComparison.Ordinal);
            using var unknown = await _server.SendAsync(method, path, BodyOf(method, template));
            await unknown.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");

            if (template.Contains("{sessionId}", StringComparison.Ordinal))
            {
                using var foreign = await _server.SendAsync(method, path, BodyOf(method, template), _bob);
                var code = template.Contains("/loops/", StringComparison.Ordinal) ? "loop_not_found" : "session_not_found";
                await foreign.ReadProblemAsync(HttpStatusCode.NotFound, code);
            }
        }

        var own = await _server.CallAsync(HttpMethod.Get, $"/api/sessions/{_session}", null, _anna);
        Assert.Equal("alice", own.GetProperty("activeAgentId").GetString());
        Assert.Equal("", own.GetProperty("title").GetString());
    }

    [Fact]
    public async Task Lists_ShowOnlyTheCallersOwn()
    {
        var sessions = await _server.CallAsync(HttpMethod.Get, "/api/sessions", null, _bob);
        var loops = await _server.CallAsync(HttpMethod.Get, "/api/loops", null, _bob);

        Assert.Equal(0, sessions.GetProperty("sessions").GetArrayLength());
        Assert.Equal(0, loops.GetProperty("loops").GetArrayLength());
    }

    [Fact]
    public async Task EveryHubMethod_KnowsNoForeignSession()
    {
        await using var hub = await HubClient.ConnectAsync(_server.Address, $"access_token={Bob}");
        var methods = typeof(IChatHub).GetMethods().Where(method => method.GetParameters()[0].Name == "sessionId").ToArray();
        Assert.NotEmpty(methods);

        foreach (var method in methods)
        {
            var arguments = method.GetParameters().Select(ArgumentFor).Where(argument => argument is not CancellationToken).ToArray();
            var error = await Assert.ThrowsAsync<HubCallException>(async () =>
            {
                var answers = method.ReturnType == typeof(Task<IAsyncEnumerable<LoggedEvent>>)
                    ? hub.StreamAsync(method.Name, arguments)
                    : Once(hub, method.Name, arguments);
                await foreach (var item in answers)
                {
                    Assert.Fail($"{method.Name} gave {item}");
                }
            });
            Assert.Equal("session_not_found", error.Code);
        }
    }

    private static async IAsyncEnumerable<JsonElement> Once(HubClient hub, string method, object?[] arguments)
    {
        yield return await hub.InvokeAsync(method, arguments);
    }

    private object? ArgumentFor(ParameterInfo parameter) => parameter.Name switch
    {
        "sessionId" => _session,
        "turnId" => _turn,
        "approvalId" => "any",
        "answer" => new { decision = "approve" },
        "callId" => "any",
        "result" => new { result = "mine" },
        "tools" => Array.Empty<object>(),
        "agentId" => "debbie",
        "after" => 0,
        "channels" => new[] { "final" },
        "message" => new { text = "hi" },
        _ when parameter.ParameterType == typeof(CancellationToken) => CancellationToken.None,
        _ => null,
    };

    private static string? BodyOf(HttpMethod method, string template) => (method.Method, template) switch
    {
        ("PATCH", _) => """{"title":"taken"}""",
        ("PUT", _) => """{"agentId":"debbie"}""",
        ("POST", "/api/agents/validate") => """{"yaml":""}""",
        ("POST", "/api/sessions/{sessionId}/approvals/{approvalId}") => """{"decision":"approve"}""",
        ("POST", "/api/sessions/{sessionId}/turns") => """{"text":"hi"}""",
        ("POST", "/api/sessions/{sessionId}/turns/{turnId}/tool-results/{callId}") => """{"result":"mine"}""",
        _ => null,
    };
}
