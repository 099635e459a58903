using System.Net;
using System.Net.WebSockets;

namespace AIWhisperer.Server.Tests.Authentication;

public sealed class OriginTests(ListedOriginServer shared) : IClassFixture<ListedOriginServer>
{
    private const string Listed = ListedOriginServer.Origin;

    private readonly TestServer _server = shared.Server;

    [Theory]
    [InlineData(null, true)]
    [InlineData("{own}", true)]
    [InlineData(Listed, true)]
    [InlineData("http://chat.example.com", false)]
    [InlineData("https://chat.example.com:8443", false)]
    [InlineData("https://chat.example.com.evil.org", false)]
    [InlineData("https://evil-chat.example.com", false)]
    [InlineData("https://evil.org", false)]
    [InlineData("http://127.0.0.1", false)]
    [InlineData("http://127.0.0.1:1", false)]
    [InlineData("null", false)]
    [InlineData("https://chat.example.com, https://evil.org", false)]
    [InlineData("https://chat.example.com/", false)]
    public async Task Call_FromAnOrigin(string? origin, bool allowed)
    {
        var own = _server.Address.GetLeftPart(UriPartial.Authority);
        origin = origin?.Replace("{own}", own, StringComparison.Ordinal);
        (string, string)[] headers = origin is null ? [] : [("Origin", origin)];

        using var response = await _server.SendAsync(HttpMethod.Get, "/api/agents", null, null, headers);

        if (allowed)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await using var hub = await HubClient.ConnectAsync(_server.Address, origin: origin);
        }
        else
        {
            var problem = await response.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
            Assert.Equal("Origin", problem.GetProperty("field").GetString());
            await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(_server.Address, origin: origin));
        }
    }

    [Theory]
    [InlineData(Listed, true)]
    [InlineData("https://evil.org", false)]
    public async Task Preflight_AllowsListedOriginsOnly(string origin, bool allowed)
    {
        using var response = await _server.SendAsync(
            HttpMethod.Options, "/api/sessions", null, null, ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type"));

        Assert.Equal(allowed, response.IsSuccessStatusCode);
        Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) && values.Single() == origin);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost:9", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]:5080", true)]
    [InlineData("evil.org", false)]
    [InlineData("localhost.evil.org", false)]
    [InlineData("127.0.0.2", false)]
    public async Task Call_UnderAHostName(string host, bool allowed)
    {
        using var response = await _server.SendAsync(HttpMethod.Get, "/health/live", null, null, ("Host", host));

        if (allowed)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        else
        {
            var problem = await response.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
            Assert.Equal("Host", problem.GetProperty("field").GetString());
        }
    }
}
