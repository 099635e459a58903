using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using Microsoft.AspNetCore.SignalR;

namespace AIWhisperer.Server.Streaming;

/// <summary>Checks, posts and returns; holds no state.</summary>
internal sealed class ChatHub(SessionDirectory sessions) : Hub, IChatHub
{
    private string Owner => Context.User!.OwnerName();

    public async Task<SessionRecord> CreateSession(NewSession request) =>
        (await sessions.CreateAsync(Owner, request, Context.ConnectionAborted)).Record;

    public async Task<IAsyncEnumerable<LoggedEvent>> Attach(string sessionId, long after, CancellationToken cancellationToken)
    {
        var session = await sessions.GetAsync(Owner, sessionId, cancellationToken);
        return session.AttachAsync(after, cancellationToken);
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

    public async Task<SessionRecord> SwitchAgent(string sessionId, string agentId, CarryOverSetting? carryOver)
    {
        var session = await sessions.GetAsync(Owner, sessionId, Context.ConnectionAborted);
        await session.SwitchAgentAsync(agentId, carryOver, Context.ConnectionAborted);
        return session.Record;
    }
}
