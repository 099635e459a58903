using System.Security.Claims;
using AIWhisperer.Core.Loops.Approvals;
using AIWhisperer.Core.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AIWhisperer.Server.Sessions;

internal static class ApprovalEndpoints
{
    public static void MapApprovals(this IEndpointRouteBuilder api)
    {
        api.MapGet("/approvals", ListAllAsync)
            .WithTags("Approvals")
            .WithSummary("List what waits for your approval in all your sessions")
            .WithDescription("""
                Each question with its session, those first that are void first. `limit` is 1 to 200; `isTruncated` tells that there are
                more: answer some, and list again.
                """)
            .ProducesProblems(400, 507);
        var approvals = api.MapGroup("/sessions/{sessionId}/approvals").WithTags("Approvals").ProducesProblems(507);
        approvals.MapGet("", ListAsync)
            .WithSummary("List what waits for your approval in a session")
            .WithDescription("""
                `pending` are the tool calls that wait for a person, oldest first; `standing` the approvals that were given for more than
                their own call.
                """)
            .ProducesProblems(404);
        approvals.MapPost("/{approvalId}", ResolveAsync)
            .WithSummary("Approve or refuse a tool call")
            .WithDescription("""
                `decision` is `approve` or `refuse`; of a refusal the model is told the `reason`. With `remember` an approval stands for the
                rest of the session: `call` for the agent's calls of the tool with the same arguments, `tool` for all its calls of the tool.
                Give the question's `hash` to be sure that the answer is to the call that was shown. The first answer counts,
                once; the same one given again is told the same.
                """)
            .ProducesProblems(400, 404, 409, 413, 415);
        approvals.MapDelete("/{approvalId}", RevokeAsync)
            .WithSummary("Take back a standing approval")
            .WithDescription("""
                Later calls are asked about again. What was begun under the approval goes on. One that does not stand, or not any more, is a 404.
                """)
            .ProducesProblems(404, 409);
    }

    private static async Task<Ok<WaitingApprovals>> ListAllAsync(
        ClaimsPrincipal caller, SessionDirectory sessions, CancellationToken cancellationToken, int limit = 50) =>
        TypedResults.Ok(await sessions.ListApprovalsAsync(caller.OwnerName(), limit, cancellationToken));

    private static async Task<Ok<SessionApprovals>> ListAsync(
        string sessionId, ClaimsPrincipal caller, SessionDirectory sessions, CancellationToken cancellationToken)
    {
        var session = await sessions.GetAsync(caller.OwnerName(), sessionId, cancellationToken);
        var approvals = await session.LoadApprovalsAsync(cancellationToken);
        return TypedResults.Ok(new SessionApprovals(approvals.Pending, approvals.Standing));
    }

    private static async Task<Ok<ApprovalView>> ResolveAsync(
        string sessionId,
        string approvalId,
        ApprovalAnswer answer,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken)
    {
        var session = await sessions.GetAsync(caller.OwnerName(), sessionId, cancellationToken);
        return TypedResults.Ok(await session.ResolveApprovalAsync(approvalId, answer, cancellationToken));
    }

    private static async Task<NoContent> RevokeAsync(
        string sessionId, string approvalId, ClaimsPrincipal caller, SessionDirectory sessions, CancellationToken cancellationToken)
    {
        var session = await sessions.GetAsync(caller.OwnerName(), sessionId, cancellationToken);
        await session.RevokeApprovalAsync(approvalId, cancellationToken);
        return TypedResults.NoContent();
    }
}
