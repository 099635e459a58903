using System.Net;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Server.Tests.WebConsole;

public sealed class WebConsoleTests : IAsyncLifetime
{
    private const string Index = "<!doctype html><title>AIWhisperer</title>";
    private const string Asset = "console.log('hello');";

    private const string BrowserAccepts = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private readonly TemporaryDirectory _console = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        Write("index.html", Index);
        Write("favicon.svg", "<svg/>");
        Write("assets/index-1a2b.js", Asset);
        Write("assets/index-1a2b.js.br", "smallest");
        Write("assets/index-1a2b.js.gz", "small");
        Write("secret.txt", "not served");
        _server = await TestServer.StartAsync(("AIWhisperer:Console:Path", _console.Path));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _console.Dispose();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sessions/any")]
    [InlineData("/sessions/any/events")]
    [InlineData("/approvals")]
    [InlineData("/loops")]
    [InlineData("/agents")]
    [InlineData("/providers")]
    [InlineData("/usage")]
    public async Task Page_IsTheIndex(string path)
    {
        using var response = await _server.SendAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(Index, await ReadAsync(response));
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/secret.txt")]
    [InlineData("/index.html")]
    [InlineData("/assets/none.js")]
    [InlineData("/assets/..%2fsecret.txt")]
    [InlineData("/assets/..%5csecret.txt")]
    [InlineData("/assets/%2e%2e%2fsecret.txt")]
    [InlineData("/assets/index-1a2b.js.br")]
    [InlineData("/assets/index-1a2b.js.gz")]
    [InlineData("/sessions/any/other")]
    public async Task Address_OfNothing_IsAProblem(string path)
    {
        using var response = await _server.SendAsync(HttpMethod.Get, path);

        await response.ReadProblemAsync(HttpStatusCode.NotFound, "route_not_found");
    }

    [Theory]
    [InlineData("/nix")]
    [InlineData("/sessions")]
    [InlineData("/sessions/any/other")]
    public async Task Address_OfNothing_IsThePageForABrowser(string path)
    {
        using var response = await _server.SendAsync(HttpMethod.Get, path, null, null, ("Accept", BrowserAccepts));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(Index, await ReadAsync(response));
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("GET", "/api/nix")]
    [InlineData("GET", "/hubs/nix")]
    [InlineData("GET", "/mcp/nix")]
    [InlineData("GET", "/health/nix")]
    [InlineData("GET", "/swagger/nix")]
    [InlineData("GET", "/assets/none.js")]
    [InlineData("POST", "/nix")]
    public async Task Address_OfNothingForPrograms_IsAProblemForABrowserToo(string method, string path)
    {
        using var response = await _server.SendAsync(new HttpMethod(method), path, null, null, ("Accept", BrowserAccepts));

        await response.ReadProblemAsync(HttpStatusCode.NotFound, "route_not_found");
    }

    [Fact]
    public async Task Page_IsAskedAboutEachTime_AndSentOnlyWhenItChanged()
    {
        using var first = await _server.SendAsync(HttpMethod.Get, "/");
        using var second = await _server.SendAsync(HttpMethod.Get, "/loops", null, null, ("If-None-Match", first.Headers.ETag!.ToString()));
        Write("index.html", Index + "<p>new</p>");
        using var third = await _server.SendAsync(HttpMethod.Get, "/", null, null, ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.True(first.Headers.CacheControl!.NoCache);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Theory]
    [InlineData(null, null, Asset)]
    [InlineData("identity", null, Asset)]
    [InlineData("gzip", "gzip", "small")]
    [InlineData("gzip, deflate, br, zstd", "br", "smallest")]
    [InlineData("br;q=0, gzip", "gzip", "small")]
    public async Task Asset_IsSentInTheSmallestFormThatTheCallerTakes_AndKeptForEver(string? accepted, string? encoding, string body)
    {
        (string, string)[] headers = accepted is null ? [] : [("Accept-Encoding", accepted)];
        using var response = await _server.SendAsync(HttpMethod.Get, "/assets/index-1a2b.js", null, null, headers);

        Assert.Equal(body, await ReadAsync(response));
        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/favicon.svg")]
    [InlineData("/assets/index-1a2b.js")]
    public async Task Answer_TellsTheBrowserToBeStrict(string path)
    {
        using var response = await _server.SendAsync(HttpMethod.Get, path);

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'; require-trusted-types-for 'script'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Contains("camera=()", response.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_IsAnsweredAsGet_WithoutTheBody()
    {
        using var response = await _server.SendAsync(HttpMethod.Head, "/assets/index-1a2b.js");

        Assert.Equal(Asset.Length, response.Content.Headers.ContentLength);
        Assert.Empty(await ReadAsync(response));
    }

    [Fact]
    public async Task Swagger_IsNotBoundByTheConsolesPolicy()
    {
        using var response = await _server.SendAsync(HttpMethod.Get, "/swagger/index.html");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task Page_OfAConsoleThatIsNotBuilt_SaysHowToBuildIt()
    {
        File.Delete(_console.File("index.html"));

        using var response = await _server.SendAsync(HttpMethod.Get, "/loops");

        var html = await ReadAsync(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("Node 20", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/swagger\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("style-src 'sha256-", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_console.File(path))!);
        File.WriteAllText(_console.File(path), text);
    }
}
