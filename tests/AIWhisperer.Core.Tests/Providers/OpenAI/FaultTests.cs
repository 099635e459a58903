using System.Net;
using System.Net.Sockets;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Core.Tests.Providers.OpenAI;

public sealed class FaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "Bad value for 'temperature'.", "invalid_value", ErrorCodes.ProviderRejected, false)]
    [InlineData(400, "Too long.", "context_length_exceeded", ErrorCodes.ProviderContextLength, false)]
    [InlineData(400, "This model's maximum context length is 4097 tokens.", null, ErrorCodes.ProviderContextLength, false)]
    [InlineData(400, "x/y is not a valid model ID", null, ErrorCodes.ProviderModelNotFound, false)]
    [InlineData(413, "Too big.", null, ErrorCodes.ProviderRejected, false)]
    [InlineData(422, "Unprocessable.", null, ErrorCodes.ProviderRejected, false)]
    [InlineData(401, "Bad key.", "invalid_api_key", ErrorCodes.ProviderAuthentication, false)]
    [InlineData(403, "Not allowed.", null, ErrorCodes.ProviderAuthentication, false)]
    [InlineData(404, "The model 'm' does not exist.", "model_not_found", ErrorCodes.ProviderModelNotFound, false)]
    [InlineData(404, "Nothing here.", null, ErrorCodes.ProviderRejected, false)]
    [InlineData(400, "The response was filtered.", "content_filter", ErrorCodes.ProviderContentFilter, false)]
    [InlineData(400, "Your request was rejected.", "content_policy_violation", ErrorCodes.ProviderContentFilter, false)]
    [InlineData(400, "Content Exists Risk", "invalid_request_error", ErrorCodes.ProviderContentFilter, false)]
    [InlineData(400, "The prompt triggered Azure OpenAI's content management policy.", null, ErrorCodes.ProviderContentFilter, false)]
    [InlineData(400, "Your prompt was flagged as potentially violating our usage policy.", "invalid_prompt", ErrorCodes.ProviderContentFilter, false)]
    [InlineData(500, "The content_filter crashed.", "content_filter", ErrorCodes.ProviderUnavailable, true)]
    [InlineData(402, "Insufficient credits.", null, ErrorCodes.ProviderRateLimited, false)]
    [InlineData(429, "Slow down.", "rate_limit_exceeded", ErrorCodes.ProviderRateLimited, true)]
    [InlineData(429, "You exceeded your quota.", "insufficient_quota", ErrorCodes.ProviderRateLimited, false)]
    [InlineData(500, "Oops.", null, ErrorCodes.ProviderUnavailable, true)]
    [InlineData(503, "Overloaded.", null, ErrorCodes.ProviderUnavailable, true)]
    [InlineData(529, "Overloaded.", null, ErrorCodes.ProviderUnavailable, true)]
    public async Task Status_OfAnError_HasItsCode(int status, string message, string? wireCode, string code, bool isRetryable)
    {
        var fault = await FailAsync(reply => reply.Error(status, message, wireCode));

        Assert.Equal((code, isRetryable, status), (fault.Code, fault.Retryable, fault.Status));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Contains("'test'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":{"message":"Slow down.","code":429}}""", ErrorCodes.ProviderRateLimited, 429)]
    [InlineData("""{"error":{"message":"Slow down.","code":"429"}}""", ErrorCodes.ProviderRateLimited, 429)]
    [InlineData("""{"error":{"message":"Slow down.","type":"rate_limit_error","code":null}}""", ErrorCodes.ProviderRateLimited, 429)]
    [InlineData("""{"id":"x","choices":[{"delta":{"content":""},"finish_reason":"error"}],"error":{"message":"Slow down.","code":502}}""", ErrorCodes.ProviderUnavailable, 502)]
    [InlineData("""{"choices":[{"delta":{},"finish_reason":"error"}]}""", ErrorCodes.ProviderUnavailable, null)]
    [InlineData("""{"error":"Slow down."}""", ErrorCodes.ProviderUnavailable, null)]
    [InlineData("""{"error":{"message":"Slow down.","type":"BadRequestError","code":400}}""", ErrorCodes.ProviderRejected, 400)]
    [InlineData("""{"error":{"message":"Slow down.","code":"context_length_exceeded"}}""", ErrorCodes.ProviderContextLength, 400)]
    [InlineData("""{"error":{"message":"Slow down.","code":"content_filter"}}""", ErrorCodes.ProviderContentFilter, 400)]
    [InlineData("""{"error":{"message":"Slow down.","code":403,"metadata":{"reasons":["violence"],"flagged_input":"x"}}}""", ErrorCodes.ProviderContentFilter, 403)]
    [InlineData("""{"error":{"message":"Slow down.","code":"model_not_found"}}""", ErrorCodes.ProviderModelNotFound, 404)]
    [InlineData("""{"object":"error","message":"Slow down.","type":"InternalServerError","code":500}""", ErrorCodes.ProviderUnavailable, 500)]
    [InlineData("""{"error":{"message":"Slow down.","type":"overloaded_error"}}""", ErrorCodes.ProviderUnavailable, 529)]
    public async Task Error_WithinAStream_IsAsItsStatus(string json, string code, int? status)
    {
        var fault = await FailAsync(reply => reply.Text("Hello").Event(json).Text("more"));

        Assert.Equal((code, status), (fault.Code, fault.Status));
        if (json.Contains("Slow", StringComparison.Ordinal))
        {
            Assert.Contains("Slow down.", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Error_AsAnEventOrWholeAnswer_IsAsItsStatus()
    {
        var named = await FailAsync(reply => reply.Raw("event: error\ndata: {\"message\":\"No.\",\"code\":503}\n\n"));
        var whole = await FailAsync(reply => reply.Status(200, """{"error":{"message":"No.","code":401}}"""));

        Assert.Equal((ErrorCodes.ProviderUnavailable, 503), (named.Code, named.Status));
        Assert.Equal((ErrorCodes.ProviderAuthentication, 401), (whole.Code, whole.Status));
    }

    [Theory]
    [InlineData("""{"error":"model \"m\" not found, try pulling it first"}""", "application/json", 404, ErrorCodes.ProviderModelNotFound, "try pulling it")]
    [InlineData("""[{"error":{"code":400,"message":"API key not valid"}}]""", "application/json", 400, ErrorCodes.ProviderRejected, "not valid")]
    [InlineData("""{"detail":"Too many."}""", "application/json", 429, ErrorCodes.ProviderRateLimited, "Too many.")]
    [InlineData("""{"error":{"message":"Failed","code":502,"metadata":{"raw":"upstream down"}}}""", "application/json", 502, ErrorCodes.ProviderUnavailable, "Failed: upstream down")]
    [InlineData("""{"error":{"code":403,"message":"Flagged.","metadata":{"reasons":["violence"],"flagged_input":"x","provider_name":"p"}}}""", "application/json", 403, ErrorCodes.ProviderContentFilter, "Flagged.")]
    [InlineData("upstream connect error", "text/plain", 503, ErrorCodes.ProviderUnavailable, "upstream connect error")]
    [InlineData("{\"error\":", "application/json", 400, ErrorCodes.ProviderRejected, "(400)")]
    [InlineData("<html><h1>Bad gateway</h1></html>", "text/html", 502, ErrorCodes.ProviderUnavailable, "(502)")]
    [InlineData("", "text/plain", 404, ErrorCodes.ProviderRejected, "base_url")]
    [InlineData("", "text/plain", 302, ErrorCodes.ProviderRejected, "base_url")]
    public async Task Body_OfAnyShape_IsRead(string body, string contentType, int status, string code, string shown)
    {
        var fault = await FailAsync(reply => reply.Status(status, body, contentType));

        Assert.Equal(code, fault.Code);
        Assert.Contains(shown, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("<", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Fri, 01 Jan 2027 00:02:00 GMT", 120)]
    [InlineData("Thu, 31 Dec 2026 00:00:00 GMT", 0)]
    [InlineData("soon", null)]
    public async Task RetryAfter_InSecondsOrAsADate_IsTold(string header, int? seconds)
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.Header("Retry-After", header).Error(429, "Slow down."));
        var time = new FixedTimeProvider(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var client = new TestClient(upstream.BaseUrl, timeProvider: time);

        var fault = await client.FailAsync();

        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), fault.RetryAfter);
    }

    [Theory]
    [InlineData(TestClient.Key)]
    [InlineData("sk-canary-7f3a")]
    [InlineData("*****7f3a9b1c5d")]
    [InlineData("sk-another-0123456789abcdef")]
    [InlineData("Bearer abcdef0123456789")]
    public async Task Key_EchoedByTheProvider_IsNeverShown(string echo)
    {
        var status = await FailAsync(reply => reply.Error(401, $"Incorrect API key provided: {echo}. Get one."));
        var text = await FailAsync(reply => reply.Status(500, $"{echo} failed", "text/plain"));
        var within = await FailAsync(reply => reply.Text("Hi").Event($$$"""{"error":{"message":"{{{echo}}}","code":"{{{echo}}}"}}"""));

        var secret = echo.Trim('*').Replace("Bearer ", "", StringComparison.Ordinal);
        Assert.All([status, text, within], fault =>
        {
            Assert.DoesNotContain(secret, fault.ToString(), StringComparison.OrdinalIgnoreCase);
            Assert.Contains("***", fault.Message, StringComparison.Ordinal);
        });
        Assert.Contains("TEST_KEY", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_OfAnyLength_IsCutToAFew()
    {
        var fault = await FailAsync(reply => reply.Error(500, "a\u0007\n" + new string('b', 100_000)));

        Assert.InRange(fault.Message.Length, 100, 500);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.DoesNotContain('\u0007', fault.Message);
    }

    [Theory]
    [InlineData("key with blanks")]
    [InlineData("ключ")]
    public async Task Key_ThatNoHeaderCanHold_IsTold(string key)
    {
        using var client = new TestClient(new Uri("http://127.0.0.1:1/v1"), key);

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
        using var client = new TestClient(new Uri($"http://127.0.0.1:{port}/v1"));

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

    [Fact]
    public async Task Redirect_OfTheProvider_IsNotFollowed()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.Header("Location", $"{upstream.BaseUrl}/elsewhere").Status(307));
        using var client = new TestClient(upstream);

        var fault = await client.FailAsync();

        Assert.Equal((ErrorCodes.ProviderRejected, 307), (fault.Code, fault.Status));
        Assert.Single(upstream.Requests);
    }

    private static async Task<ProviderException> FailAsync(Action<UpstreamReply> write)
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, write);
        using var client = new TestClient(upstream);
        return await client.FailAsync();
    }
}
