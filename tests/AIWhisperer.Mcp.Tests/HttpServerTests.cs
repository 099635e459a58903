using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using AIWhisperer.Core.Tools;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Mcp.Tests;

/// <summary>Servers with an address: no request goes anywhere else, and none carries more than the entry says (A18, A19).</summary>
public sealed class HttpServerTests
{
    private const string Tools = """{"tools":[{"name":"hi","description":"Says hi.","inputSchema":{"type":"object","properties":{}}}]}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connect_Server_OffersToolsAndIsSentTheEntrysHeadersOnly(bool asEvents)
    {
        await using var server = await HttpServer.StartAsync(context => AnswerAsync(context, asEvents));
        await using var host = McpHost.With($$"""
              test: { url: "{{server.Url}}/mcp", headers: { Authorization: "Bearer ${MCP_SECRET}" } }

            """);

        var status = await host.ConnectAsync();

        Assert.Equal((ToolServerState.Ready, null), (status.State, status.Reason));
        Assert.Equal("hi", (await host.CallAsync(status, "test__hi")).Result);
        Assert.All(server.Requests, request => Assert.Equal(("/mcp", "Bearer s3cr3t-value"), (request.Path, request.Headers["Authorization"])));
        Assert.DoesNotContain(server.Requests, request => request.Headers.ContainsKey("Cookie"));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("s3cr3t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_AddressWithAKeyInItsQuery_IsSentItAndNothingElseShowsIt()
    {
        ConcurrentQueue<string?> queries = [];
        await using var server = await HttpServer.StartAsync(context =>
        {
            queries.Enqueue(context.Request.QueryString.Value);
            return AnswerAsync(context, asEvents: false);
        });
        await using var host = McpHost.With($$"""
              test: { url: "{{server.Url}}/mcp?tenant=ours&key=${MCP_SECRET}" }

            """);

        var status = await host.ConnectAsync();

        Assert.Equal((ToolServerState.Ready, null), (status.State, status.Reason));
        Assert.All(queries, query => Assert.Equal("?tenant=ours&key=s3cr3t-value", query));
        Assert.NotEmpty(queries);
        var pins = await File.ReadAllTextAsync(host.Pins, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("s3cr3t", pins, StringComparison.Ordinal);
        Assert.DoesNotContain("=ours", pins, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("s3cr3t", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Connect_ServerRedirects_IsNotFollowed(int code)
    {
        await using var elsewhere = await HttpServer.StartAsync(context => AnswerAsync(context, asEvents: false));
        await using var server = await HttpServer.StartAsync(context =>
        {
            context.Response.StatusCode = code;
            context.Response.Headers.Location = $"{elsewhere.Url}/mcp";
            return Task.CompletedTask;
        });
        await using var host = McpHost.With($"  test: {{ url: \"{server.Url}/mcp\" }}\n");

        var status = await host.ConnectAsync();

        Assert.Contains("redirects to another one, which is not followed", status.Reason, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Connect_ServerNamesAnAuthorizationServer_IsNotAskedForIt(int code)
    {
        await using var elsewhere = await HttpServer.StartAsync(context => AnswerAsync(context, asEvents: false));
        await using var server = await HttpServer.StartAsync(context =>
        {
            context.Response.StatusCode = code;
            context.Response.Headers.WWWAuthenticate =
                $"Bearer error=\"insufficient_scope\", resource_metadata=\"{elsewhere.Url}/.well-known/oauth-protected-resource\"";
            return Task.CompletedTask;
        });
        await using var host = McpHost.With($"  test: {{ url: \"{server.Url}/mcp\" }}\n");

        var status = await host.ConnectAsync();

        Assert.Contains($"answered with the status {code}", status.Reason, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
        Assert.All(server.Requests, request => Assert.Equal("/mcp", request.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connect_AnswerWithoutEnd_BreaksOff(bool asEvents)
    {
        await using var server = await HttpServer.StartAsync(async context =>
        {
            context.Response.ContentType = asEvents ? "text/event-stream" : "application/json";
            var part = new byte[64 * 1024];
            Array.Fill(part, (byte)'x');
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
            }
        });
        await using var host = McpHost.With($"  test: {{ url: \"{server.Url}/mcp\" }}\n");

        var status = await host.ConnectAsync();

        Assert.Equal((ToolServerState.Failed, 0), (status.State, status.Tools.Count));
    }

    [Theory]
    [InlineData("Content-Type: 'text/${MCP_SECRET}'", "the header Content-Type cannot be set")]
    [InlineData("X-Key: '${MCP_SECRET_OF_A_FILE}'", "the value of the header X-Key holds a line's end")]
    public async Task Connect_HeaderThatCannotBeSent_SaysSoAndItsValueIsInNoLog(string header, string reason)
    {
        await using var host = McpHost.With($"  test: {{ url: \"http://127.0.0.1:1/mcp\", headers: {{ {header} }} }}\n");
        host.Log.Least = LogLevel.Trace;

        var status = await host.ConnectAsync();

        Assert.Contains(reason, status.Reason, StringComparison.Ordinal);
        Assert.Contains(host.Log.Lines, line => line.StartsWith("Trace", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("s3cr3t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_NobodyListens_SaysSo()
    {
        await using var host = McpHost.With("  test: { url: \"http://127.0.0.1:1/mcp\" }\n");

        Assert.Contains("its address cannot be reached", (await host.ConnectAsync()).Reason, StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(HttpContext context, bool asEvents)
    {
        if (context.Request.Method != "POST")
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        var message = (await JsonSerializer.DeserializeAsync<JsonNode>(context.Request.Body))!;
        if (message["id"] is not { } id)
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        var result = (string)message["method"]! switch
        {
            "initialize" => """{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"t","version":"1"}}""",
            "tools/list" => Tools,
            _ => """{"content":[{"type":"text","text":"hi"}]}""",
        };
        var json = $$"""{"jsonrpc":"2.0","id":{{id.ToJsonString()}},"result":{{result}}}""";
        context.Response.ContentType = asEvents ? "text/event-stream" : "application/json";
        await context.Response.WriteAsync(asEvents ? $"data: {json}\n\n" : json);
    }
}
