using System.Net;
using AIWhisperer.Server.Tests.Authentication;

namespace AIWhisperer.Server.Tests.Limits;

/// <summary>The rate of all callers together, with a limit of each that nobody reaches.</summary>
public sealed class ServerCallRateTests : IAsyncLifetime
{
    private const string Alice = "aiw_key-of-alice";
    private const string Bob = "aiw_key-of-bob";

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(
    [
        ("AIWhisperer:Server:CallsPerSecondInAll", "1"),
        ("AIWhisperer:Server:CallBurstInAll", "1"),
        .. TestKeys.Settings(Alice, Bob),
    ]);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Requests_OfAllTogether_ThatComeTooFast_AreRefused_AndMonitorsAreNot()
    {
        using var alice = _server.CreateClient(Alice);
        using var bob = _server.CreateClient(Bob);
        HttpResponseMessage? refused = null;
        for (var number = 0; refused is null; number++)
        {
            var response = await _server.SendAsync(HttpMethod.Get, "/api/sessions", null, number % 2 == 0 ? alice : bob);
            refused = response.StatusCode == HttpStatusCode.OK ? null : response;
        }

        using (refused)
        {
            var problem = await refused.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "rate_limited");
            Assert.Contains("CallsPerSecondInAll", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        }

        for (var number = 0; number < 20; number++)
        {
            using var health = await _server.SendAsync(HttpMethod.Get, "/health/ready");
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        }
    }

    [Fact]
    public async Task HubCalls_AreCountedWithRequests()
    {
        await using var hub = await ConnectAsync();
        HubCallException? refused = null;
        while (refused is null)
        {
            try
            {
                await hub.InvokeAsync("CreateSession", new { });
            }
            catch (HubCallException exception)
            {
                refused = exception;
            }
        }

        Assert.Equal("rate_limited", refused.Code);
        Assert.Contains("CallsPerSecondInAll", refused.Problem.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, refused.Problem.GetProperty("retryAfterSeconds").GetInt32());
    }

    private Task<HubClient> ConnectAsync() => HubClient.ConnectAsync(_server.Address, $"access_token={Alice}");
}
