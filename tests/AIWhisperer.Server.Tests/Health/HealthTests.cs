using System.Net;

namespace AIWhisperer.Server.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task Server_WithAStoreAndAnAgent_IsReady()
    {
        await using var server = await TestServer.StartAsync();

        var health = await server.CallAsync(HttpMethod.Get, "/health/ready");

        Assert.Equal("ready", health.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Server_WithoutAnAgent_IsLiveButNotReady()
    {
        await using var server = await TestServer.StartAsync(("AIWhisperer:ConfigDirectory", Path.GetTempPath() + "aiwhisperer-none"));

        using var ready = await server.SendAsync(HttpMethod.Get, "/health/ready");
        var live = await server.CallAsync(HttpMethod.Get, "/health/live");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("live", live.GetProperty("status").GetString());
    }
}
