using System.Text.Json;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Server.Tests.Authentication;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Server.Tests.Usage;

public sealed class UsageEndpointTests : IAsyncLifetime
{
    private const string Anna = "key-anna";
    private const string Bob = "key-bob";

    private TestServer _server = null!;
    private HttpClient _anna = null!;
    private HttpClient _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(TestKeys.Settings(Anna, Bob));
        _anna = _server.CreateClient(Anna);
        _bob = _server.CreateClient(Bob);
    }

    public async ValueTask DisposeAsync()
    {
        _anna.Dispose();
        _bob.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Read_WithoutUsage_IsTheLast30DaysOfNothing()
    {
        var usage = await ReadAsync("");

        var to = DateOnly.Parse(usage.GetProperty("to").GetString()!, null);
        Assert.Equal(to.AddDays(-29), DateOnly.Parse(usage.GetProperty("from").GetString()!, null));
        Assert.Equal(0, usage.GetProperty("total").GetProperty("turns").GetInt64());
        Assert.Equal(0, usage.GetProperty("total").GetProperty("costUsd").GetDecimal());
        Assert.Equal(0, usage.GetProperty("rows").GetArrayLength());
        Assert.False(usage.GetProperty("isTruncated").GetBoolean());
    }

    [Fact]
    public async Task Read_AfterATurn_HasItByModel_AndNobodyElseSeesIt()
    {
        _server.Upstream.ScriptAlways("model-a", reply => reply.Text("Hello.").Usage(10, 2));
        var id = await _server.CreateSessionAsync(_anna);
        await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{id}/turns", """{"text":"Hi"}""", _anna);

        var row = Assert.Single((await ReadAsync("")).GetProperty("rows").EnumerateArray());
        var ofSession = await ReadAsync($"?groupBy=session,agent,day&sessionId={id}");
        var foreign = await ReadAsync($"?sessionId={id}", _bob);

        Assert.Equal(("fake", "model-a"), (row.GetProperty("provider").GetString(), row.GetProperty("model").GetString()));
        Assert.Equal(
            (1, 1, 10, 2, 12),
            (Number(row, "turns"), Number(row, "calls"), Number(row, "inputTokens"), Number(row, "outputTokens"), Number(row, "unpricedTokens")));
        Assert.False(row.TryGetProperty("costUsd", out _));
        Assert.False(row.TryGetProperty("day", out _));
        var detailed = Assert.Single(ofSession.GetProperty("rows").EnumerateArray());
        Assert.Equal((id, "alice"), (detailed.GetProperty("sessionId").GetString(), detailed.GetProperty("agentId").GetString()));
        Assert.Equal(ofSession.GetProperty("to").GetString(), detailed.GetProperty("day").GetString());
        Assert.Equal(0, Number(foreign.GetProperty("total"), "turns"));
    }

    [Fact]
    public async Task Read_Money_IsExactAndSaysWhatHasNoPrice()
    {
        await SpendAsync(
            SessionRecords.Model("a", "x") with { CostUsd = 0.000000001m },
            SessionRecords.Model("a", "y") with { CostUsd = 1.25m },
            SessionRecords.Model("b", "x") with { CostUsd = null });

        var usage = await ReadAsync("?from=2026-01-01&to=2026-01-31");
        var ofOne = await ReadAsync("?from=2026-01-01&to=2026-01-31&provider=a&model=x&agentId=alice");

        Assert.Equal("1.250000001", usage.GetProperty("total").GetProperty("costUsd").GetRawText());
        Assert.Equal(12, Number(usage.GetProperty("total"), "unpricedTokens"));
        Assert.Equal(
            ["a/x", "a/y", "b/x"],
            usage.GetProperty("rows").EnumerateArray().Select(row => $"{row.GetProperty("provider")}/{row.GetProperty("model")}"));
        Assert.Equal("0.000000001", ofOne.GetProperty("total").GetProperty("costUsd").GetRawText());
    }

    [Fact]
    public async Task Read_MoreGroupsThanTheLimit_SaysSoAndTotalsThemAll()
    {
        await SpendAsync(SessionRecords.Model("a", "x"), SessionRecords.Model("a", "y"));

        var usage = await ReadAsync("?from=2026-01-01&to=2026-01-31&limit=1");

        Assert.Equal(1, usage.GetProperty("rows").GetArrayLength());
        Assert.True(usage.GetProperty("isTruncated").GetBoolean());
        Assert.Equal(2, Number(usage.GetProperty("total"), "calls"));
    }

    private Task<JsonElement> ReadAsync(string query, HttpClient? client = null) =>
        _server.CallAsync(HttpMethod.Get, $"/api/usage{query}", null, client ?? _anna);

    /// <summary>A turn of Anna's on these models, on the second of January 2026.</summary>
    private Task SpendAsync(params ModelUsage[] models) =>
        _server.Services.GetRequiredService<ISessionStore>().AppendAsync(
            SessionRecords.New(owner: TestKeys.NameOf(Anna)), SessionRecords.Events(1), usage: SessionRecords.Usage(models));

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
