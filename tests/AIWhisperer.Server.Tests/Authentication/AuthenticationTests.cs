using System.Net;
using System.Net.WebSockets;

namespace AIWhisperer.Server.Tests.Authentication;

public sealed class AuthenticationTests(KeyedServer shared) : IClassFixture<KeyedServer>
{
    private const string Key = KeyedServer.Key;

    private readonly TestServer _server = shared.Server;

    [Theory]
    [InlineData("/api/sessions", null, false)]
    [InlineData("/api/sessions", "Bearer " + Key, true)]
    [InlineData("/api/sessions", "bearer " + Key, true)]
    [InlineData("/api/sessions", "Bearer wrong", false)]
    [InlineData("/api/sessions", "Bearer ", false)]
    [InlineData("/api/sessions", "Basic " + Key, false)]
    [InlineData("/api/sessions", Key, false)]
    [InlineData("/api/sessions?access_token=" + Key, null, false)]
    [InlineData("/api/nothing", null, false)]
    [InlineData("/swagger/v1/swagger.json", null, false)]
    [InlineData("/swagger/index.html", null, false)]
    [InlineData("/hubs/chat", null, false)]
    [InlineData("/", null, true)]
    [InlineData("/sessions/any", null, true)]
    [InlineData("/health/live", null, true)]
    [InlineData("/health/ready", null, true)]
    public async Task Get_WithOrWithoutAKey(string path, string? authorization, bool allowed)
    {
        (string, string)[] headers = authorization is null ? [] : [("Authorization", authorization)];
        using var response = await _server.SendAsync(HttpMethod.Get, path, null, null, headers);

        if (allowed)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return;
        }

        var problem = await response.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        Assert.DoesNotContain(Key, problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hub_TakesTheKeyFromItsAddress()
    {
        await using var hub = await HubClient.ConnectAsync(_server.Address, $"access_token={Key}");

        var session = await hub.InvokeAsync("CreateSession", new { });

        Assert.Equal(TestKeys.NameOf(Key), session.GetProperty("owner").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("access_token=wrong")]
    public async Task Hub_WithoutAKnownKey_IsClosed(string query) =>
        await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(_server.Address, query));

    [Fact]
    public async Task Swagger_OpenedByItsSetting_IsServedWithoutAKey()
    {
        await using var server = await TestServer.StartAsync([.. TestKeys.Settings(Key), ("AIWhisperer:Server:AnonymousSwagger", "true")]);

        using var page = await server.SendAsync(HttpMethod.Get, "/swagger/index.html");
        var document = await server.CallAsync(HttpMethod.Get, "/swagger/v1/swagger.json");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("Bearer").GetProperty("scheme").GetString());
    }
}
