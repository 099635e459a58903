using System.Net;
using AIWhisperer.Server.Tests.Authentication;

namespace AIWhisperer.Server.Tests.Usage;

public sealed class UsageRequestTests(KeyedServer keyed) : IClassFixture<KeyedServer>, IDisposable
{
    private readonly HttpClient _client = keyed.Server.CreateClient(KeyedServer.Key);

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("from=22.11.2026", "from", "such as 2026-11-22")]
    [InlineData("from=2026-02-30", "from", "such as 2026-11-22")]
    [InlineData("to=", "to", "such as 2026-11-22")]
    [InlineData("from=2026-11-22&to=2026-11-21", "from", "earlier 'from'")]
    [InlineData("from=2025-11-21&to=2026-11-22", "from", "at most 366")]
    [InlineData("groupBy=day,week", "groupBy", "day, session, agent, provider, model")]
    [InlineData("groupBy=", "groupBy", "day, session, agent, provider, model")]
    [InlineData("limit=0", "limit", "1 to 10000")]
    [InlineData("limit=10001", "limit", "1 to 10000")]
    [InlineData("limit=many", "limit", "whole number")]
    public async Task Read_WhatCannotBeRead_IsRefusedWithTheFieldAndTheRemedy(string query, string field, string remedy)
    {
        using var response = await keyed.Server.SendAsync(HttpMethod.Get, $"/api/usage?{query}", null, _client);

        var problem = await response.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.Contains(remedy, problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=2025-11-22&to=2026-11-22", "2025-11-22", "2026-11-22")]
    [InlineData("to=2024-03-30", "2024-03-01", "2024-03-30")]
    [InlineData("to=0001-01-03", "0001-01-01", "0001-01-03")]
    [InlineData("from=9999-12-31&to=9999-12-31", "9999-12-31", "9999-12-31")]
    public async Task Read_Days_AreAsAskedFor(string query, string from, string to)
    {
        var usage = await keyed.Server.CallAsync(HttpMethod.Get, $"/api/usage?{query}", null, _client);

        Assert.Equal((from, to), (usage.GetProperty("from").GetString(), usage.GetProperty("to").GetString()));
    }
}
