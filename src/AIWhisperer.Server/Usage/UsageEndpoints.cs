using System.Security.Claims;
using AIWhisperer.Core.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AIWhisperer.Server.Usage;

internal static class UsageEndpoints
{
    public static void MapUsage(this IEndpointRouteBuilder api) =>
        api.MapGet("/usage", ReadAsync)
            .WithTags("Usage")
            .WithSummary("Sum what your turns took")
            .WithDescription("""
                Turns, calls, tokens and money of your ended turns, those of deleted sessions included. `from` and `to` are UTC days such as
                `2026-11-22`, both included; without them it is the last 30 days. `groupBy` is one or several of `day`, `session`, `agent`,
                `provider` and `model`, with commas; without it, `model`. `limit` is the most rows, 1 to 10000.
                """)
            .ProducesProblems(400, 507);

    private static async Task<Ok<UsageResponse>> ReadAsync(
        ClaimsPrincipal caller,
        ISessionStore store,
        TimeProvider clock,
        CancellationToken cancellationToken,
        string? from = null,
        string? to = null,
        string groupBy = "model",
        string? sessionId = null,
        string? agentId = null,
        string? provider = null,
        string? model = null,
        int limit = 1000)
    {
        var (first, last) = UsageRequest.ReadDays(from, to, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        var query = new UsageQuery(caller.OwnerName(), first, last)
        {
            SessionId = sessionId,
            AgentId = agentId,
            Provider = provider,
            Model = model,
            GroupBy = UsageRequest.ReadGrouping(groupBy),
            Limit = UsageRequest.CheckLimit(limit),
        };
        var report = await store.ReadUsageAsync(query, cancellationToken);
        return TypedResults.Ok(new UsageResponse(first, last, report.Total, report.Rows, report.IsTruncated));
    }
}
