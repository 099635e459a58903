using System.Net;
using System.Net.Sockets;
using AIWhisperer.Core;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Anthropic.Tests;

public sealed class FaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "invalid_request_error", "temperature: range: 0..1", ErrorCodes.ProviderRejected, false)]
    [InlineData(400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum", ErrorCodes.ProviderContextLength, false)]
    [InlineData(400, "invalid_request_error", "input length and `max_tokens` exceed context limit: 1 + 2 > 3", ErrorCodes.ProviderContextLength, false)]
    [InlineData(400, "invalid_request_error", "Your credit balance is too low to access the API.", ErrorCodes.ProviderRateLimited, false)]
    [InlineData(401, "authentication_error", "invalid x-api-key", ErrorCodes.ProviderAuthentication, false)]
    [InlineData(402, "billing_error", "Pay.", ErrorCodes.ProviderRateLimited, false)]
    [InlineData(403, "permission_error", "Not allowed.", ErrorCodes.ProviderAuthentication, false)]
    [InlineData(404, "not_found_error", "model: claude-x", ErrorCodes.ProviderModelNotFound, false)]
    [InlineData(404, "not_found_error", "Not Found", ErrorCodes.ProviderRejected, false)]
    [InlineData(413, "request_too_large", "Request exceeds the maximum size", ErrorCodes.ProviderRejected, false)]
    [InlineData(429, "rate_limit_error", "Slow down.", ErrorCodes.ProviderRateLimited, true)]
    [InlineData(500, "api_error", "Oops.", ErrorCodes.ProviderUnavailable, true)]
    [InlineData(504, "timeout_error", "Too slow.", ErrorCodes.ProviderUnavailable, true)]
    [InlineData(529, "overloaded_error", "Overloaded", ErrorCodes.ProviderUnavailable, true)]
    public async Task Error_BeforeOrWithinAStream_HasItsCode(int status, string type, string message, string code, bool isRetryable)
    {
        var before = await FailAsync(reply => reply.Refuse(status, type, message));
        var within = await FailAsync(reply => new AnthropicReply(reply).Start().Text("Hello").Error(type, message));
        var whole = await FailAsync(reply => reply.Refuse(200, type, message));

        Assert.Equal((code, isRetryable, status), (before.Code, before.Retryable, before.Status));
        Assert.All([within, whole], fault => Assert.Equal((code, isRetryable), (fault.Code, fault.Retryable)));
        Assert.All([before, within, whole], fault =>
        {
            Assert.Contains(message, fault.Message, StringComparison.Ordinal);
            Assert.Contains("'test'", fault.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Fri, 01 Jan 2027 00:02:00 GMT", 120)]
    [InlineData("soon", null)]
    public async Task RetryAfter_InSecondsOrAsADate_IsToldAndNotWaitedFor(string header, int? seconds)
    {
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.Header("Retry-After", header).Refuse(429, "rate_limit_error", "Slow down."));
        using var client = new TestClient(upstream.BaseUrl, timeProvider: new FixedTimeProvider(new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)));

        var fault = await client.FailAsync();

        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), fault.RetryAfter);
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task Call_ThatFails_IsMadeOnceOnly()
    {
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.ScriptAlways(TestClient.Model, reply => reply.Header("x-should-retry", "true").Refuse(529, "overloaded_error", "Overloaded"));
        using var client = new TestClient(upstream);

        await client.FailAsync();

        Assert.Single(upstream.Requests);
    }

    [Theory]
    [InlineData(TestClient.Key)]
    [InlineData("sk-ant-canary-7f3a")]
    [InlineData("*****7f3a9b1c5d")]
    public async Task Key_EchoedByTheProvider_IsNeverShown(string echo)
    {
        var status = await FailAsync(reply => reply.Refuse(401, "authentication_error", $"invalid x-api-key {echo}"));
        var text = await FailAsync(reply => reply.Status(500, $"{echo} failed", "text/plain"));
        var within = await FailAsync(reply => new AnthropicReply(reply).Start().Error("api_error", echo));

        Assert.All([status, text, within], fault =>
        {
            Assert.DoesNotContain(echo.Trim('*'), fault.ToString(), StringComparison.OrdinalIgnoreCase);
            Assert.Contains("***", fault.Message, StringComparison.Ordinal);
        });
        Assert.Contains("TEST_KEY", status.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("key with blanks")]
    [InlineData("key\nwith-lines")]
    [InlineData("ключ")]
    public async Task Key_ThatNoHeaderCanHold_IsTold(string key)
    {
        using var client = new TestClient(new Uri("http://127.0.0.1:1"), key);

        var fault = await client.FailAsync();

        Assert.Equal(ErrorCodes.ProviderAuthentication, fault.Code);
        Assert.DoesNotContain(key, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_ThatDoesNotListen_IsUnavailable()
    {
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        var port = ((IPEndPoint)reserved.LocalEndpoint).Port;
        reserved.Stop();
        using var client = new TestClient(new Uri($"http://127.0.0.1:{port}"));

        var fault = await client.FailAsync();

        Assert.Equal((ErrorCodes.ProviderUnavailable, true, null), (fault.Code, fault.Retryable, fault.Status));
        Assert.Contains($"127.0.0.1:{port}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_ClosedBeforeTheHeaders_IsUnavailable()
    {
        var fault = await FailAsync(reply => reply.Cut());

        Assert.Equal((ErrorCodes.ProviderUnavailable, true), (fault.Code, fault.Retryable));
    }

    [Theory]
    [InlineData("<html><body>Welcome</body></html>", "base_url", false)]
    [InlineData("{\"status\":\"ok\"}", "instead of a stream", false)]
    [InlineData("{\"status\":", "instead of a stream", true)]
    public async Task Answer_ThatIsNoStream_IsMalformed(string body, string shown, bool isRetryable)
    {
        var fault = await FailAsync(reply => reply.Status(200, body, "text/event-stream"));

        Assert.Equal((ErrorCodes.ProviderMalformed, isRetryable), (fault.Code, fault.Retryable));
        Assert.Contains(shown, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Html_WithAnErrorStatus_IsNotShown()
    {
        var fault = await FailAsync(reply => reply.Status(502, "<html><h1>Bad gateway</h1></html>", "text/html"));

        Assert.Equal((ErrorCodes.ProviderUnavailable, 502), (fault.Code, fault.Status));
        Assert.DoesNotContain("<", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("content_block_delta", "hello")]
    [InlineData("content_block_delta", "7")]
    [InlineData("content_block_delta", "null")]
    [InlineData("content_block_delta", "{\"type\":\"content_block_delta\"}")]
    [InlineData("content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":7}")]
    [InlineData("content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":5}}")]
    [InlineData("content_block_start", "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\"}}")]
    [InlineData("content_block_start", "{\"type\":\"content_block_start\",\"index\":\"a\",\"content_block\":{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"b\"}}")]
    [InlineData("message_start", "{\"type\":\"message_start\"}")]
    [InlineData("message_start", "{\"type\":\"message_start\",\"message\":\"none\"}")]
    [InlineData("message_delta", "{\"type\":\"message_delta\",\"delta\":[]}")]
    public async Task Event_ThatIsNotTheProtocol_IsMalformed(string type, string data)
    {
        var fault = await FailAsync(reply =>
        {
            new AnthropicReply(reply).Start();
            reply.Raw($"event: {type}\ndata: {data}\n\n");
            new AnthropicReply(reply).Stop();
        });

        Assert.Equal((ErrorCodes.ProviderMalformed, true), (fault.Code, fault.Retryable));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello there")]
    [InlineData("event: message_start\ndata: {\"ty")]
    [InlineData("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n")]
    public async Task Stream_WithoutAnEnd_IsTruncated(string stream)
    {
        var ended = await FailAsync(reply => reply.Raw(stream));
        var cut = await FailAsync(reply => reply.Raw(stream).Cut());

        Assert.All([ended, cut], fault => Assert.Equal((ErrorCodes.ProviderTruncated, true), (fault.Code, fault.Retryable)));
    }

    [Fact]
    public async Task Stream_CutInTheMiddle_GivesItsTextFirst()
    {
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply =>
        {
            new AnthropicReply(reply).Start().Text("a", "b");
            reply.Cut();
        });
        using var client = new TestClient(upstream);
        var text = "";

        var fault = await Assert.ThrowsAsync<ProviderException>(async () =>
        {
            await foreach (var update in client.StreamAsync("Hi", Token))
            {
                text += update.Text;
            }
        });

        Assert.Equal((ErrorCodes.ProviderTruncated, "ab"), (fault.Code, text));
    }

    private static async Task<ProviderException> FailAsync(Action<UpstreamReply> write)
    {
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, write);
        using var client = new TestClient(upstream);
        return await client.FailAsync();
    }
}
