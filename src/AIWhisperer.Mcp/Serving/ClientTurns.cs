using AIWhisperer.Core;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Mcp.Serving;

/// <summary>Runs the turns that clients' calls are, and waits for their ends. Thread-safe singleton.</summary>
internal sealed class ClientTurns(IOptions<SessionOptions> options, ToolInvoker tools, TimeProvider clock)
{
    /// <summary>
    /// Runs a turn. Each call has one of its own, so that a call that is cancelled takes no other with it. Cancelling the call cancels the
    /// turn; losing the connection does when nobody else follows the session meanwhile, since the protocol here has no way to fetch the
    /// answer later.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="message">What it says to which agent.</param>
    /// <param name="anew">Whether to leave the session that there is.</param>
    /// <param name="cancellationToken">Cancelled when the client does not want the answer any more.</param>
    /// <returns>The session, and the turn as it ended, or as it was left to the server's next start.</returns>
    /// <exception cref="AIWhispererException">The message was not accepted, or the session was deleted meanwhile.</exception>
    public async Task<(Session Session, TurnView Turn)> RunAsync(
        ClientCall call, NewMessage message, bool anew, CancellationToken cancellationToken)
    {
        // First: a message that is none is to leave no session behind, and to end no conversation.
        options.Value.CheckText(message.Text, message.IsCall ? "arguments" : "message");
        var conversation = call.Conversation;
        var session = await conversation.GetAsync(message.AgentId!, anew, cancellationToken);
        using var follower = session.Follow();
        await using var loss = call.ConnectionToken.Register(follower.Dispose);
        try
        {
            // Not by the call's token: what became of the message has to be known, to cancel its turn.
            var receipt = await session.SendAsync(
                message with
                {
                    OnBusy = BusyPolicy.Enqueue,
                    OnDisconnect = DisconnectPolicy.Cancel,
                    IsUntrusted = conversation.HasReadUntrusted,
                },
                CancellationToken.None);
            var turn = await AwaitAsync(session, receipt.TurnId, call.Progress, cancellationToken);
            if (await GivesUntrustedAsync(session, turn, message, cancellationToken))
            {
                conversation.LabelClient();
            }

            return session.Closing.IsCancellationRequested ? throw Closed() : (session, turn);
        }
        catch (NotFoundException) when (session.Closing.IsCancellationRequested)
        {
            throw Closed();
        }
    }

    private async Task<TurnView> AwaitAsync(Session session, string turnId, CallProgress? progress, CancellationToken cancellationToken)
    {
        try
        {
            await using var watch = progress is null ? null : new TurnWatch(session.Id, progress, tools.Knows, clock);
            await foreach (var logged in session.AttachTurnAsync(turnId, watch is null ? default : ChannelSet.Default, cancellationToken))
            {
                if (watch is not null)
                {
                    await watch.SeeAsync(logged, cancellationToken);
                }
            }

            return await session.GetTurnAsync(turnId, ChannelSet.Default, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await session.CancelAsync(turnId, CancellationToken.None);
            throw;
        }
    }

    /// <summary>An agent may pass on what it read at any time before; of a tool the client is given one result.</summary>
    private static async Task<bool> GivesUntrustedAsync(Session session, TurnView turn, NewMessage message, CancellationToken cancellationToken) =>
        message.IsCall
            ? turn.ToolCalls.Any(made => made.Untrusted)
            : (await session.LoadHistoryAsync(turn.AgentId, cancellationToken)).IsUntrusted;

    private static ConflictException Closed() => new(
        ErrorCodes.SessionClosed, "The session was deleted before the turn ended; whether a tool that ran had an effect is unknown.");
}
