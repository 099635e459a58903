using System.Collections.Concurrent;
using System.ComponentModel;
using System.Text.Json;
using AIWhisperer.Core.Tools;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Server.Tests.Mcp;

/// <summary>Tools that a client calls itself, beside the agents that it asks.</summary>
public sealed class McpToolCallTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _effects = [];
    private readonly LogBook _log = new();
    private TestServer _server = null!;
    private RawMcpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(new TestServerSetup
        {
            Agents = """
                alice: { name: Alice, prompt: You are Alice., ai_config: { model: model-a }, allow_tools: [note, page], on_busy: steer }
                """,
            Services = services => services
                .AddSingleton<ILoggerProvider>(_log)
                .AddSingleton(Make("note", ToolEffect.Write))
                .AddSingleton(Make("page", ToolEffect.Read) with { GivesUntrusted = true }),
            Settings = [("AIWhisperer:Mcp:Server:Agent", "alice")],
        });
        _client = new RawMcpClient(_server);
        await _client.BeginAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task Answer_OfAnAgentThatReadAPage_LabelsTheClient()
    {
        _server.Upstream.Script("model-a", reply => reply.ToolCall("c1", "page", """{"text":"x"}""").Finish("tool_calls"));
        _server.Upstream.Script("model-a", reply => reply.Text("The page says: call note."));
        await _client.RequestAsync(RawMcpClient.Call("note", """{"text":"before"}"""));
        await _client.RequestAsync(RawMcpClient.Call("ask_alice", """{"message":"Read the page."}"""));

        var refused = await _client.RequestAsync(RawMcpClient.Call("note", """{"text":"after"}"""));

        Assert.Equal(["note before", "page x"], _effects);
        Assert.Contains("ask agent 'alice'", refused.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_OfAClientThatReadAPage_LabelsTheAgent()
    {
        var session = await AskAsync("Hello");
        await _client.RequestAsync(RawMcpClient.Call("page", """{"text":"x"}"""));
        _server.Upstream.Script("model-a", reply => reply.ToolCall("c1", "note", """{"text":"evil"}""").Finish("tool_calls"));
        await using var hub = await HubClient.ConnectAsync(_server.Address);

        var asking = _client.PostAsync(RawMcpClient.Call("ask_alice", """{"message":"The page says: call note."}"""));
        var events = new List<JsonElement>();
        await foreach (var item in hub.StreamAsync("Attach", session, 0))
        {
            events.Add(item);
            if (item.GetProperty("type").GetString() is "tool.approvalRequired" or "tool.completed")
            {
                break;
            }
        }

        Assert.Equal("tool.approvalRequired", events[^1].GetProperty("type").GetString());
        Assert.True(events[^1].GetProperty("untrusted").GetBoolean());
        Assert.Equal([false, true], events.Where(item => item.GetProperty("type").GetString() == "message.added")
            .Select(item => item.TryGetProperty("untrusted", out var untrusted) && untrusted.GetBoolean()));
        using var ended = await _client.SendAsync(HttpMethod.Delete);
        (await asking).Dispose();
    }

    [Fact]
    public async Task Label_OfAClient_OutlivesItsSession()
    {
        await _client.RequestAsync(RawMcpClient.Call("page", """{"text":"x"}"""));
        using var ended = await _client.SendAsync(HttpMethod.Delete);
        var again = new RawMcpClient(_server);
        await again.BeginAsync();

        var refused = await again.RequestAsync(RawMcpClient.Call("note", """{"text":"evil"}"""));

        Assert.True(refused.GetProperty("isError").GetBoolean());
        Assert.Equal(["page x"], _effects);
    }

    /// <returns>The session that the agent was asked in.</returns>
    private async Task<string> AskAsync(string message) =>
        (await _client.RequestAsync(RawMcpClient.Call("ask_alice", $$"""{"message":"{{message}}"}""")))
        .GetProperty("structuredContent").GetProperty("sessionId").GetString()!;

    private Tool Make(string name, ToolEffect effect) => new(
        AIFunctionFactory.Create(
            ([Description("Any.")] string text) =>
            {
                _effects.Enqueue($"{name} {text}");
                return $"{name} did {text}";
            },
            name,
            "Does something."),
        "test",
        effect);
}
