using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using AIWhisperer.TestHarness.Upstream;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AIWhisperer.Server.Tests.Mcp;

/// <summary>The endpoint as the protocol's own client meets it.</summary>
public sealed class McpClientTests : IAsyncLifetime
{
    private TestServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _server = await TestServer.StartAsync(("AIWhisperer:Mcp:Server:Agent", "alice"), ("AIWhisperer:Sessions:DisconnectGrace", "00:00:00"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Agents_RememberTheConversation_UntilItIsToBeginAfresh()
    {
        await using var client = await ConnectAsync();

        var first = await AskAsync(client, "ask_alice", "one");
        var second = await AskAsync(client, "ask_alice", "two");
        var other = await AskAsync(client, "ask_debbie", "three");
        var afresh = await AskAsync(client, "ask_alice", "four", new() { ["new_conversation"] = true });

        Assert.Equal("model-a heard: two", TextOf(second));
        Assert.Equal(SessionOf(first), SessionOf(second));
        Assert.Equal(SessionOf(first), SessionOf(other));
        Assert.NotEqual(SessionOf(first), SessionOf(afresh));
        Assert.Equal(["one", "model-a heard: one", "two"], Talk(_server.Upstream.Requests[1]));
        Assert.Equal(["four"], Talk(_server.Upstream.Requests[3]));
    }

    [Fact]
    public async Task Clients_OfOnePrincipal_HaveConversationsOfTheirOwn()
    {
        await using var one = await ConnectAsync();
        await using var two = await ConnectAsync();

        var results = await Task.WhenAll(AskAsync(one, "ask_alice", "one"), AskAsync(two, "ask_alice", "two"));

        Assert.NotEqual(SessionOf(results[0]), SessionOf(results[1]));
        Assert.Equal(["model-a heard: one", "model-a heard: two"], results.Select(TextOf));
    }

    [Fact]
    public async Task Session_ThatWasDeleted_IsFollowedByAnother()
    {
        await using var client = await ConnectAsync();
        var first = await AskAsync(client, "ask_alice", "one");
        await _server.CallAsync(HttpMethod.Delete, $"/api/sessions/{SessionOf(first)}");

        var second = await AskAsync(client, "ask_alice", "two");

        Assert.Equal("model-a heard: two", TextOf(second));
        Assert.NotEqual(SessionOf(first), SessionOf(second));
    }

    [Fact]
    public async Task Call_WithAProgressToken_TellsHowFarItIs_AndNothingOfWhatIsSaid()
    {
        await using var client = await ConnectAsync();
        var told = new ConcurrentQueue<ProgressNotificationValue>();
        var gate = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.ToolCall("c1", "get_current_time", "{}").Finish("tool_calls"));
        _server.Upstream.Script("model-a", reply => reply.Text("SECRET-").Gate(gate).Text("REPLY"));

        // This client runs its handlers side by side, and forgets those that come after the result.
        var teller = new Teller(report =>
        {
            told.Enqueue(report);
            if (IsTold("Calls ") && IsTold("Writes: "))
            {
                gate.Open();
            }
        });
        var result = await client.CallToolAsync(
            "ask_alice", new Dictionary<string, object?> { ["message"] = "when?" }, teller, cancellationToken: Token);

        Assert.Equal("SECRET-REPLY", TextOf(result));
        Assert.Contains(told, report => report.Message == "Calls get_current_time.");
        Assert.DoesNotContain(told, report => report.Message!.Contains("SECRET", StringComparison.Ordinal));
        Assert.Equal(told.Count, told.Select(report => report.Progress).Distinct().Count());

        bool IsTold(string start) => told.Any(report => report.Message!.StartsWith(start, StringComparison.Ordinal));
    }

    /// <summary>Over HTTP this client drops the connection and says nothing.</summary>
    [Fact]
    public async Task Call_ThatIsCancelled_CancelsItsTurn()
    {
        await using var client = await ConnectAsync();
        _server.Upstream.Script("model-a", reply => reply.Text("so far").Hold());
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var asking = client.CallToolAsync("ask_alice", new Dictionary<string, object?> { ["message"] = "hi" }, cancellationToken: cancel.Token).AsTask();
        var request = await _server.Upstream.NextRequestAsync(Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await request.Aborted.WaitAsync(Token);
        Assert.Equal("model-a heard: again", TextOf(await AskAsync(client, "ask_alice", "again")));
    }

    [Fact]
    public async Task Turn_ThatFails_IsAnErrorWithItsCode()
    {
        await using var client = await ConnectAsync();
        _server.Upstream.Script("model-a", reply => reply.Error(401, "bad key"));

        var result = await AskAsync(client, "ask_alice", "hi");

        Assert.True(result.IsError);
        Assert.StartsWith("provider_authentication: ", TextOf(result), StringComparison.Ordinal);
        Assert.Equal("failed", result.StructuredContent!.Value.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Agent_WithoutAModel_IsNotOffered_AndSaysWhyWhenItIsAsked()
    {
        await using var client = await ConnectAsync();

        var tools = await client.ListToolsAsync(cancellationToken: Token);
        var result = await AskAsync(client, "ask_eve", "hi");

        Assert.DoesNotContain("ask_eve", tools.Select(tool => tool.Name));
        Assert.True(result.IsError);
        Assert.StartsWith("agent_unavailable: ", TextOf(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_OfTheNamedAgent_AreOfferedAndRun()
    {
        await using var client = await ConnectAsync();

        var tools = await client.ListToolsAsync(cancellationToken: Token);
        var time = await client.CallToolAsync("get_current_time", cancellationToken: Token);
        var wrong = await client.CallToolAsync("get_current_time", new Dictionary<string, object?> { ["time_zone"] = "Nowhere/Land" }, cancellationToken: Token);

        Assert.Equal(["ask_alice", "ask_debbie", "get_current_time", "switch_agent"], tools.Select(tool => tool.Name));
        Assert.True(tools.Single(tool => tool.Name == "get_current_time").ProtocolTool.Annotations!.ReadOnlyHint);
        Assert.EndsWith("UTC)", TextOf(time), StringComparison.Ordinal);
        Assert.True(wrong.IsError);
        Assert.Contains("IANA", TextOf(wrong), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_OfTheNamedAgent_FollowItsConfiguration()
    {
        await using var client = await ConnectAsync();
        var agents = await File.ReadAllTextAsync(_server.AgentsFile, Token);
        await File.WriteAllTextAsync(_server.AgentsFile, agents.Replace("get_current_time, ", "", StringComparison.Ordinal), Token);
        await _server.CallAsync(HttpMethod.Post, "/api/agents/reload");

        var tools = await client.ListToolsAsync(cancellationToken: Token);

        Assert.DoesNotContain("get_current_time", tools.Select(tool => tool.Name));
        await Assert.ThrowsAsync<McpProtocolException>(() => client.CallToolAsync("get_current_time", cancellationToken: Token).AsTask());
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The transport lives as long as the client.")]
    private async Task<McpClient> ConnectAsync() => await McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(_server.Address, "/mcp") }), cancellationToken: Token);

    private static async Task<CallToolResult> AskAsync(
        McpClient client, string tool, string message, Dictionary<string, object?>? more = null) =>
        await client.CallToolAsync(tool, new Dictionary<string, object?>(more ?? []) { ["message"] = message }, cancellationToken: Token);

    private static string TextOf(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    private static string SessionOf(CallToolResult result) => result.StructuredContent!.Value.GetProperty("sessionId").GetString()!;

    private static IEnumerable<string?> Talk(UpstreamRequest request) => request.Body.GetProperty("messages").EnumerateArray()
        .Where(message => message.GetProperty("role").GetString() != "system")
        .Select(message => message.GetProperty("content").GetString());

    /// <summary>Tells on the thread that handles the message.</summary>
    private sealed class Teller(Action<ProgressNotificationValue> tell) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => tell(value);
    }
}
