using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;
using AIWhisperer.Core.Loops.ClientTools;
using AIWhisperer.Core.Sessions;
using Microsoft.AspNetCore.SignalR;

namespace AIWhisperer.Server.Streaming;

/// <summary>Checks, posts and returns; holds no state.</summary>
internal sealed class ChatHub(SessionDirectory sessions, SlowClients slowClients) : Hub, IChatHub
{
    private string Owner => Context.User!.OwnerName();

    public async Task<SessionRecord> CreateSession(NewSession request) =>
        (await sessions.CreateAsync(Owner, request, Context.ConnectionAborted)).Record;

    public Task<IAsyncEnumerable<LoggedEvent>> Attach(string sessionId, long after, CancellationToken cancellationToken) =>
        AttachAsync(sessionId, after, ChannelSet.Default, [], cancellationToken);

    public Task<IAsyncEnumerable<LoggedEvent>> AttachChannels(
        string sessionId, long after, IReadOnlyList<string> channels, CancellationToken cancellationToken) =>
        AttachAsync(sessionId, after, ChannelSet.Of(channels), [], cancellationToken);

    public Task<IAsyncEnumerable<LoggedEvent>> AttachWithTools(
        string sessionId,
        long after,
        IReadOnlyList<string> channels,
        IReadOnlyList<ClientToolDeclaration> tools,
        CancellationToken cancellationToken) =>
        AttachAsync(sessionId, after, ChannelSet.Of(channels), tools, cancellationToken);

    public async Task ProvideToolResult(string sessionId, string turnId, string callId, ClientToolResult result)
    {
        var session = await sessions.GetAsync(Owner, sessionId, Context.ConnectionAborted);
        await session.ProvideToolResultAsync(turnId, callId, result, Context.ConnectionAborted);
    }

    public async Task<TurnReceipt> Send(string sessionId, NewMessage message)
    {
        var session = await sessions.GetAsync(Owner, sessionId, Context.ConnectionAborted);
        return await session.SendAsync(message, Context.ConnectionAborted);
    }

    public async Task<TurnView> Cancel(string sessionId, string turnId)
    {
        var session = await sessions.GetAsync(Owner, sessionId, Context.ConnectionAborted);
        return await session.CancelAsync(turnId, Context.ConnectionAborted);
    }

    public async Task<ApprovalView> ResolveApproval(string sessionId, string approvalId, ApprovalAnswer answer)
    {
        var session = await sessions.GetAsync(Owner, sessionId, Context.ConnectionAborted);
        return await session.ResolveApprovalAsync(approvalId, answer, Context.ConnectionAborted);
    }

    public async Task RevokeApproval(string sessionId, string approvalId)
    {
        var session = await sessions.GetAsync(Owner, sessionId, Context.ConnectionAborted);
        await session.RevokeApprovalAsync(approvalId, Context.ConnectionAborted);
    }

    public async Task<SessionRecord> SwitchAgent(string sessionId, string agentId, CarryOverSetting? carryOver)
    {
        var session = await sessions.GetAsync(Owner, sessionId, Context.ConnectionAborted);
        await session.SwitchAgentAsync(agentId, carryOver, Context.ConnectionAborted);
        return session.Record;
    }

    private async Task<IAsyncEnumerable<LoggedEvent>> AttachAsync(
        string sessionId, long after, ChannelSet channels, IReadOnlyList<ClientToolDeclaration> tools, CancellationToken cancellationToken)
    {
        var session = await sessions.GetAsync(Owner, sessionId, cancellationToken);
        var events = session.AttachAsync(after, channels, cancellationToken);

        // Before the call returns: the client's next one may begin a turn. The token ends it should nobody read the stream.
        var offer = session.OfferTools(tools);
        cancellationToken.UnsafeRegister(state => ((IDisposable)state!).Dispose(), offer);
        return FollowAsync(session, events, offer, Context.GetHttpContext()!.Abort);
    }

    /// <summary>The hub's dispatcher asks for the next event when the connection has taken the one before.</summary>
    private async IAsyncEnumerable<LoggedEvent> FollowAsync(
        Session session, IAsyncEnumerable<LoggedEvent> events, IDisposable offer, Action abort)
    {
        using var offered = offer;
        using var follower = session.Follow();
        await using var watch = slowClients.Watch(abort);
        await foreach (var logged in events)
        {
            watch.BeginSend();
            yield return logged;
            watch.EndSend();
        }
    }
}
