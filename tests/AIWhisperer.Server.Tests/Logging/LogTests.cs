using System.Net.Http.Json;
using System.Text.Json;
using AIWhisperer.Server.Tests.Authentication;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Server.Tests.Logging;

public sealed class LogTests : IDisposable
{
    private const string Key = "aiw_canary-key";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("Information")]
    [InlineData("Debug")]
    public async Task Log_HoldsNoKeyAndNoMessage(string level)
    {
        await using var server = ServerProcess.Start(
            _directory.Path,
            [
                "--urls=http://127.0.0.1:0",
                $"--Serilog:MinimumLevel:Default={level}",
                $"--Serilog:MinimumLevel:Override:Microsoft.AspNetCore={level}",
                .. TestKeys.Settings(Key).Select(setting => $"--{setting.Key}={setting.Value}"),
            ],
            ("OPENAI_API_KEY", ""));
        var address = await server.ListensAsync();
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        await using (var hub = await HubClient.ConnectAsync(address, $"access_token={Key}"))
        {
            var id = (await hub.InvokeAsync("CreateSession", new { title = "canary-title" })).GetProperty("id").GetString();
            using var turn = await client.PostAsJsonAsync(
                $"/api/sessions/{id}/turns?canary-query=1", new { text = "canary-text" }, TestContext.Current.CancellationToken);
            Assert.True(turn.IsSuccessStatusCode);
        }

        Assert.Equal(0, await server.StopAsync());
        Assert.Contains("GET /hubs/chat answered", server.Output, StringComparison.Ordinal);
        Assert.All(
            ["canary-key", "canary-text", "canary-query", "access_token", "offline model of AIWhisperer"],
            part => Assert.DoesNotContain(part, server.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Log_OfWhatClientsDoWrong_HoldsNoErrorAndNoStack()
    {
        await using var server = ServerProcess.Start(_directory.Path, ["--urls=http://127.0.0.1:0"]);
        var address = await server.ListensAsync();
        using var client = new HttpClient { BaseAddress = address };
        using var refused = await client.PostAsJsonAsync("/api/sessions", new { agent = 1 }, TestContext.Current.CancellationToken);
        await using (var hub = await HubClient.ConnectAsync(address))
        {
            await Assert.ThrowsAsync<HubCallException>(() => hub.InvokeAsync("Send", "none", new { text = "hi" }));
            await Assert.ThrowsAsync<HubCallException>(() => hub.InvokeAsync("Send", "none", new { txt = "hi" }));
            await Assert.ThrowsAsync<HubCallException>(async () =>
                await hub.StreamAsync("Attach", "none", 0).ToListAsync(TestContext.Current.CancellationToken));
        }

        await server.StopAsync();

        Assert.Contains("A hub call is refused: session_not_found", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" ERR ", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_OfWhatTheServerCannotServeByItsSettings_HoldsTheCodeAndNoStack()
    {
        Directory.CreateDirectory(_directory.File("config/agents"));
        await File.WriteAllTextAsync(
            _directory.File("config/agents/bert.yaml"), "bert:\n  name: Bert\n", TestContext.Current.CancellationToken);
        await using var server = ServerProcess.Start(_directory.Path, ["--urls=http://127.0.0.1:0"]);
        var address = await server.ListensAsync();
        using var client = new HttpClient { BaseAddress = address };
        using var refused = await client.PostAsJsonAsync("/api/sessions", new { agentId = "bert" }, TestContext.Current.CancellationToken);
        await using (var hub = await HubClient.ConnectAsync(address))
        {
            await Assert.ThrowsAsync<HubCallException>(() => hub.InvokeAsync("CreateSession", new { agentId = "bert" }));
        }

        await server.StopAsync();

        Assert.Contains("A request cannot be served: agent_invalid", server.Output, StringComparison.Ordinal);
        Assert.Contains("A hub call cannot be served: agent_invalid", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonLog_HasOneLineForARequest_UnderItsTraceId()
    {
        await using var server = ServerProcess.Start(_directory.Path, ["--urls=http://127.0.0.1:0", "--AIWhisperer:Logging:Json=true"]);
        var address = await server.ListensAsync();
        using var client = new HttpClient { BaseAddress = address };
        using var response = await client.GetAsync("/api/nothing%0Aforged", TestContext.Current.CancellationToken);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        await server.StopAsync();

        var lines = server.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonSerializer.Deserialize<JsonElement>(line));
        var request = Assert.Single(lines, line => line.GetProperty("RenderedMessage").GetString()!.Contains("/api/nothing", StringComparison.Ordinal));
        Assert.Equal(problem.GetProperty("traceId").GetString(), request.GetProperty("TraceId").GetString());
        Assert.Equal("Information", request.GetProperty("Level").GetString());
        Assert.Equal(404, request.GetProperty("Properties").GetProperty("Status").GetInt32());
        Assert.Contains("%0A", request.GetProperty("RenderedMessage").GetString(), StringComparison.Ordinal);
    }
}
