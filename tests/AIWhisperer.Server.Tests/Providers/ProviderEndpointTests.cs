using System.Net;
using System.Text.Json;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Server.Tests.Providers;

public sealed class ProviderEndpointTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Get_OfOne_IsAsInTheList_AndShowsItsKeysVariableOnly()
    {
        var list = await _server.CallAsync(HttpMethod.Get, "/api/providers");
        var locked = await _server.CallAsync(HttpMethod.Get, "/api/providers/locked");

        Assert.Equal(
            locked.GetRawText(),
            list.GetProperty("providers").EnumerateArray().Single(provider => provider.GetProperty("id").ValueEquals("locked")).GetRawText());
        Assert.Equal("unavailable", locked.GetProperty("availability").GetString());
        Assert.Equal(
            ("LOCKED_API_KEY", false),
            (locked.GetProperty("key").GetProperty("variable").GetString(), locked.GetProperty("key").GetProperty("isSet").GetBoolean()));
        Assert.True(locked.GetProperty("takesAnyModel").GetBoolean());
        var priced = locked.GetProperty("models").EnumerateArray().First(model => model.TryGetProperty("price", out _));
        Assert.True(priced.GetProperty("price").GetProperty("output").GetDouble() > 0);
        var calls = locked.GetProperty("calls");
        Assert.Equal(("closed", 0), (calls.GetProperty("circuit").GetString(), calls.GetProperty("total").GetInt32()));
    }

    [Fact]
    public async Task Get_AfterAFailure_TellsIt()
    {
        _server.Upstream.Script("model-a", reply => reply.Error(401, "Bad key."));

        await TestAsync("fake");
        var calls = (await _server.CallAsync(HttpMethod.Get, "/api/providers/fake")).GetProperty("calls");

        Assert.Equal((1, 1), (calls.GetProperty("total").GetInt32(), calls.GetProperty("failed").GetInt32()));
        Assert.Equal("provider_authentication", calls.GetProperty("lastError").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Get_WhileACallRuns_CountsIt()
    {
        var gate = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.Gate(gate).Text("Hi"));

        var test = TestAsync("fake");
        await gate.Reached.WaitAsync(TestContext.Current.CancellationToken);
        var calls = (await _server.CallAsync(HttpMethod.Get, "/api/providers/fake")).GetProperty("calls");
        gate.Open();
        await test;

        Assert.Equal(1, calls.GetProperty("running").GetInt32());
    }

    [Fact]
    public async Task Test_OfAProviderThatAnswers_SaysWhoAndHowFast()
    {
        _server.Upstream.Script("model-a", reply => reply.Text("Hello").Usage(9, 1));

        var result = await TestAsync("fake");

        Assert.Equal(
            ("fake", "answered", "model-a", "model-a"),
            (Text(result, "providerId"), Text(result, "outcome"), Text(result, "model"), Text(result, "answeredBy")));
        Assert.Equal((9, 1), (result.GetProperty("inputTokens").GetInt32(), result.GetProperty("outputTokens").GetInt32()));
        Assert.InRange(result.GetProperty("firstTokenMs").GetDouble(), 0, result.GetProperty("totalMs").GetDouble());
        Assert.False(result.TryGetProperty("error", out _));
        var request = Assert.Single(_server.Upstream.Requests);
        Assert.Equal(1, request.Body.GetProperty("max_tokens").GetInt32());
    }

    [Fact]
    public async Task Test_OfANamedModel_AsksThat()
    {
        Assert.Equal("model-z", Text(await TestAsync("fake", """{"model":"model-z"}"""), "model"));
        Assert.Equal("model-z", Assert.Single(_server.Upstream.Requests).Model);
    }

    [Fact]
    public async Task Test_OfAProviderThatFails_TellsTheRemedyAfterOneAttempt()
    {
        _server.Upstream.ScriptAlways("model-a", reply => reply.Error(503, "Overloaded."));

        var result = await TestAsync("fake");

        Assert.Equal("failed", Text(result, "outcome"));
        var error = result.GetProperty("error");
        Assert.Equal(("provider_unavailable", true), (Text(error, "code"), error.GetProperty("retryable").GetBoolean()));
        Assert.Contains("Try again", Text(error, "message"), StringComparison.Ordinal);
        Assert.Single(_server.Upstream.Requests);
    }

    [Fact]
    public async Task Test_OfAProviderWithoutItsKey_NamesTheVariable()
    {
        var result = await TestAsync("locked");

        Assert.Equal("noKey", Text(result, "outcome"));
        Assert.Contains("LOCKED_API_KEY is not set", Text(result.GetProperty("error"), "message"), StringComparison.Ordinal);
        Assert.Empty(_server.Upstream.Requests);
    }

    [Theory]
    [InlineData("GET", "/api/providers/nobody")]
    [InlineData("GET", "/api/providers/nobody/models")]
    [InlineData("POST", "/api/providers/nobody/test")]
    public async Task Provider_ThatIsNotThere_IsNotFound(string method, string path)
    {
        using var response = await _server.SendAsync(new HttpMethod(method), path);

        Assert.Equal((HttpStatusCode.NotFound, "provider_not_found"), (response.StatusCode, await CodeAsync(response)));
    }

    [Theory]
    [InlineData("locked", "provider_unavailable")]
    [InlineData("fake", "provider_rejected")]
    public async Task Models_OfAProviderThatCannotAnswer_AreUnavailable(string id, string code)
    {
        _server.Upstream.ScriptAlways("", reply => reply.Status(404));

        using var response = await _server.SendAsync(HttpMethod.Get, $"/api/providers/{id}/models");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, code), (response.StatusCode, await CodeAsync(response)));
    }

    [Fact]
    public async Task Models_OfAProviderThatListsThem_AreItsNames()
    {
        _server.Upstream.ScriptAlways("", reply => reply.Status(200, """{"data":[{"id":"model-a"},{"id":"model-b"}]}"""));

        var list = await _server.CallAsync(HttpMethod.Get, "/api/providers/fake/models");

        Assert.Equal(["model-a", "model-b"], list.GetProperty("models").EnumerateArray().Select(model => model.GetString()));
    }

    private async Task<JsonElement> TestAsync(string id, string? body = null) =>
        await _server.CallAsync(HttpMethod.Post, $"/api/providers/{id}/test", body);

    private static string? Text(JsonElement parent, string name) => parent.GetProperty(name).GetString();

    private static async Task<string?> CodeAsync(HttpResponseMessage response)
    {
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return problem.RootElement.GetProperty("code").GetString();
    }
}
