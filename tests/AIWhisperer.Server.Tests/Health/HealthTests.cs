using System.Net;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

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

    [Fact]
    public async Task Server_ThatStops_IsNotReady()
    {
        await using var server = await TestServer.StartAsync(("AIWhisperer:Loops:ShutdownGrace", "00:05:00"));
        var gate = new UpstreamGate();
        server.Upstream.Script("model-a", reply => reply.Text("so far").Gate(gate).Finish("stop"));
        var id = await server.CreateSessionAsync();
        await server.CallAsync(HttpMethod.Post, $"/api/sessions/{id}/turns", """{"text":"go"}""", null, ("Prefer", "respond-async"));
        await gate.Reached.WaitAsync(TestContext.Current.CancellationToken);

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        using var ready = await server.SendAsync(HttpMethod.Get, "/health/ready");
        gate.Open();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("stopping", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
