using System.Net;
using AIWhisperer.Server.Tests.Authentication;

namespace AIWhisperer.Server.Tests.Limits;

public sealed class CallRateTests : IAsyncLifetime
{
    private const string Fast = "aiw_key-of-fast";
    private const string Calm = "aiw_key-of-calm";

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(
    [
        ("AIWhisperer:Server:CallsPerSecond", "1"),
        ("AIWhisperer:Server:CallBurst", "1"),
        .. TestKeys.Settings(Fast, Calm),
    ]);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Requests_ThatComeTooFast_AreRefused_AndHurtNobodyElse()
    {
        using var fast = _server.CreateClient(Fast);
        using var calm = _server.CreateClient(Calm);

        using var refused = await UntilAsync(HttpStatusCode.TooManyRequests, "/api/sessions", fast);

        await refused.ReadProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        using var others = await _server.SendAsync(HttpMethod.Get, "/api/sessions", null, calm);
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
        using var later = await UntilAsync(HttpStatusCode.OK, "/api/sessions", fast);
    }

    [Fact]
    public async Task Requests_WithoutAKey_AreLimitedTogether_AndHurtNobodyElse()
    {
        using var refused = await UntilAsync(HttpStatusCode.TooManyRequests, "/api/sessions", _server.Client);

        using var calm = _server.CreateClient(Calm);
        using var others = await _server.SendAsync(HttpMethod.Get, "/api/sessions", null, calm);
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
    }

    [Fact]
    public async Task Monitors_AreNeverRefused()
    {
        using var refused = await UntilAsync(HttpStatusCode.TooManyRequests, "/api/sessions", _server.Client);

        for (var number = 0; number < 20; number++)
        {
            using var health = await _server.SendAsync(HttpMethod.Get, "/health/ready");
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        }
    }

    [Fact]
    public async Task HubCalls_ThatComeTooFast_AreRefused_AndTheConnectionGoesOn()
    {
        await using var hub = await HubClient.ConnectAsync(_server.Address, $"access_token={Fast}");

        var refused = await UntilRefusedAsync(hub);

        Assert.Equal("rate_limited", refused.Code);
        Assert.Equal(1, refused.Problem.GetProperty("retryAfterSeconds").GetInt32());
        var next = await UntilRefusedAsync(hub);
        Assert.Equal("rate_limited", next.Code);
    }

    private async Task<HttpResponseMessage> UntilAsync(HttpStatusCode status, string path, HttpClient client)
    {
        while (true)
        {
            var response = await _server.SendAsync(HttpMethod.Get, path, null, client);
            if (response.StatusCode == status)
            {
                return response;
            }

            response.Dispose();
        }
    }

    /// <summary>Calls until the limit refuses it; any other error is one of the test.</summary>
    private static async Task<HubCallException> UntilRefusedAsync(HubClient hub)
    {
        while (true)
        {
            try
            {
                await hub.InvokeAsync("CreateSession", new { });
            }
            catch (HubCallException refused)
            {
                return refused;
            }
        }
    }
}
