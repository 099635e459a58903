using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AIWhisperer.Core.Events;
using AIWhisperer.Server.Streaming;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Server.Tests.OpenApi;

public sealed partial class OpenApiTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private JsonElement _document;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _document = await _server.CallAsync(HttpMethod.Get, "/swagger/v1/swagger.json");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private IEnumerable<(string Name, JsonElement Value)> Operations => _document.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(operation => ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value)));

    [Fact]
    public void Document_HasExactlyTheRoutesThereAre()
    {
        var routes = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText is { } path
                && (path.StartsWith("/api", StringComparison.Ordinal) || path.StartsWith("/health", StringComparison.Ordinal)))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                .Select(method => $"{method} {PathOf(endpoint.RoutePattern)}"))
            .Order();

        Assert.Equal(routes, Operations.Select(operation => operation.Name).Order());
    }

    [Fact]
    public void Operations_AllSayWhatTheyDo_AndWhatTheyAnswer()
    {
        foreach (var (name, operation) in Operations)
        {
            Assert.True(operation.TryGetProperty("summary", out _), name);
            var responses = operation.GetProperty("responses").EnumerateObject().ToArray();
            Assert.Contains(responses, response => response.Name[0] == '2');
            Assert.All(responses.Where(response => response.Name[0] == '4'), response =>
                Assert.True(response.Value.GetProperty("content").TryGetProperty("application/problem+json", out _), name));
            if (operation.TryGetProperty("requestBody", out var body))
            {
                Assert.True(body.GetProperty("content").GetProperty("application/json").TryGetProperty("example", out _), name);
            }
        }
    }

    [Fact]
    public void Operations_OfTheApi_AllSayHowTheyFail()
    {
        foreach (var (name, operation) in Operations.Where(operation => operation.Name.Contains(" /api/", StringComparison.Ordinal)))
        {
            var responses = operation.GetProperty("responses");
            var usesStore = name.Contains("/sessions", StringComparison.Ordinal)
                || name is "GET /api/usage" or "GET /api/approvals"
                || name.StartsWith("DELETE /api/loops", StringComparison.Ordinal);
            string[] statuses = ["401", "403", "429", "500", "503", .. usesStore ? ["507"] : Array.Empty<string>()];
            Assert.All(statuses, status =>
                Assert.True(responses.GetProperty(status).GetProperty("content").TryGetProperty("application/problem+json", out _), name));
            Assert.Equal(usesStore, responses.TryGetProperty("507", out _));
        }
    }

    [Fact]
    public async Task Examples_WorkAsTheyStand()
    {
        var id = await _server.CreateSessionAsync();
        foreach (var (name, operation) in Operations.Where(operation => operation.Value.TryGetProperty("requestBody", out _)))
        {
            var example = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example");
            var method = name.Split(' ')[0];
            var path = name.Split(' ')[1]
                .Replace("{sessionId}", id, StringComparison.Ordinal)
                .Replace("{providerId}", "fake", StringComparison.Ordinal);

            if (path.Contains("{approvalId}", StringComparison.Ordinal))
            {
                // It is understood; the session has nothing to approve.
                using var answer = await _server.SendAsync(HttpMethod.Parse(method), path, example.GetRawText());
                await answer.ReadProblemAsync(HttpStatusCode.NotFound, "approval_not_found");
                continue;
            }

            if (path.Contains("{callId}", StringComparison.Ordinal))
            {
                // It is understood; the session has no such turn.
                using var answer = await _server.SendAsync(HttpMethod.Parse(method), path, example.GetRawText());
                await answer.ReadProblemAsync(HttpStatusCode.NotFound, "turn_not_found");
                continue;
            }

            await _server.CallAsync(HttpMethod.Parse(method), path, example.GetRawText());
        }
    }

    [Fact]
    public void Enums_AreNamed()
    {
        var schemas = _document.GetProperty("components").GetProperty("schemas");

        Assert.Equal(
            ["queued", "running", "waitingForApproval", "completed", "cancelled", "failed", "interrupted"],
            schemas.GetProperty("TurnStatus").GetProperty("enum").EnumerateArray().Select(value => value.GetString()));
        Assert.Contains(
            "contentFilter", schemas.GetProperty("FinishReason").GetProperty("enum").EnumerateArray().Select(value => value.GetString()));
    }

    [Fact]
    public void Events_AreDescribedCaseByCase_WithTheirTypeAndTheFieldsThatAreAlwaysThere()
    {
        var schemas = _document.GetProperty("components").GetProperty("schemas");
        var family = schemas.GetProperty("SessionEvent");
        var mapping = family.GetProperty("discriminator").GetProperty("mapping").EnumerateObject()
            .ToDictionary(one => one.Name, one => one.Value.GetString()!.Split('/')[^1]);

        Assert.Equal(TypesOfEvents.Order(), mapping.Keys.Order());
        Assert.Equal(mapping.Count, family.GetProperty("oneOf").GetArrayLength());
        Assert.All(mapping, one =>
        {
            var described = schemas.GetProperty(one.Value);
            Assert.Equal([one.Key], Strings(described.GetProperty("properties").GetProperty("type").GetProperty("enum")));
            Assert.Superset(new HashSet<string> { "type", "seq", "at" }, Strings(described.GetProperty("required")).ToHashSet());
        });
        Assert.Equal(
            ["at", "channel", "messageId", "offset", "seq", "text", "type"],
            Strings(schemas.GetProperty("MessageDelta").GetProperty("required")).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("untrusted", Strings(schemas.GetProperty("ToolCompleted").GetProperty("required")));
    }

    [Fact]
    public void Hub_IsDescribedWithAllItsMethods()
    {
        var hub = _document.GetProperty("x-hub");
        var methods = hub.GetProperty("methods");

        Assert.Equal("/hubs/chat", hub.GetProperty("path").GetString());
        Assert.Equal(
            typeof(IChatHub).GetMethods().Select(method => method.Name).Order(), methods.EnumerateObject().Select(method => method.Name).Order());
        Assert.All(methods.EnumerateObject(), method => Assert.NotEqual("", method.Value.GetProperty("description").GetString()));

        var attach = methods.GetProperty("Attach");
        Assert.Equal(["sessionId", "after"], attach.GetProperty("parameters").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.True(attach.GetProperty("stream").GetBoolean());
        Assert.Equal("#/components/schemas/SessionEvent", attach.GetProperty("result").GetProperty("$ref").GetString());

        var carryOver = methods.GetProperty("SwitchAgent").GetProperty("parameters")[2];
        Assert.True(carryOver.GetProperty("nullable").GetBoolean());
        Assert.False(methods.GetProperty("Send").GetProperty("stream").GetBoolean());
        Assert.False(methods.GetProperty("ProvideToolResult").TryGetProperty("result", out _));
    }

    [Fact]
    public void Fields_AreNeverSaidToBeNull_ButLeftOut()
    {
        var schemas = _document.GetProperty("components").GetProperty("schemas");

        Assert.DoesNotContain("\"nullable\": true", schemas.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["text"], Strings(schemas.GetProperty("NewMessage").GetProperty("required")));
        Assert.False(schemas.GetProperty("NewSession").TryGetProperty("required", out _));
        Assert.DoesNotContain("costUsd", Strings(schemas.GetProperty("TurnUsage").GetProperty("required")));
    }

    [Theory]
    [InlineData("POST /api/sessions/{sessionId}/turns", "Prefer")]
    [InlineData("POST /api/sessions/{sessionId}/turns", "Idempotency-Key")]
    [InlineData("GET /api/sessions/{sessionId}/events", "Last-Event-ID")]
    public void Streams_AreASecondContentType(string name, string header)
    {
        var operation = Operations.Single(operation => operation.Name == name).Value;

        var content = operation.GetProperty("responses").GetProperty("200").GetProperty("content");
        Assert.True(content.TryGetProperty("application/json", out _));
        Assert.True(content.TryGetProperty("text/event-stream", out _));
        Assert.Contains(operation.GetProperty("parameters").EnumerateArray(), p => p.GetProperty("name").GetString() == header);
    }

    [Theory]
    [InlineData("POST /api/sessions/{sessionId}/turns")]
    [InlineData("GET /api/sessions/{sessionId}/turns/{turnId}")]
    [InlineData("GET /api/sessions/{sessionId}/messages")]
    [InlineData("GET /api/sessions/{sessionId}/events")]
    public void Channels_CanBeChosen_AndAreExplained(string name)
    {
        var operation = Operations.Single(operation => operation.Name == name).Value;

        var parameter = operation.GetProperty("parameters").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "channels");
        Assert.Equal("query", parameter.GetProperty("in").GetString());
        Assert.False(parameter.TryGetProperty("required", out var required) && required.GetBoolean());
        Assert.Contains("`channels`", operation.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.True(operation.GetProperty("responses").TryGetProperty("400", out _));
    }

    [Fact]
    public async Task Page_LoadsWithAllItNeeds()
    {
        using var root = await _server.SendAsync(HttpMethod.Get, "/swagger");
        var html = await root.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("swagger-ui", html, StringComparison.Ordinal);
        foreach (Match link in LinkPattern.Matches(html))
        {
            using var part = await _server.SendAsync(HttpMethod.Get, $"/swagger/{link.Groups[1].Value}");
            Assert.True(part.IsSuccessStatusCode, link.Value);
        }
    }

    private static IEnumerable<string> TypesOfEvents => typeof(EventTypes).GetFields().Select(type => (string)type.GetRawConstantValue()!);

    private static IEnumerable<string> Strings(JsonElement list) => list.EnumerateArray().Select(value => value.GetString()!);

    [GeneratedRegex("(?:src|href)=\"\\./?([^\"]+)\"")]
    private static partial Regex LinkPattern { get; }

    private static string PathOf(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part is RoutePatternParameterPart parameter
            ? $"{{{parameter.Name}}}"
            : ((RoutePatternLiteralPart)part).Content))));
}
