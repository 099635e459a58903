using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// Makes sending idempotent: a message that its sender named is accepted once within the session, however often, from how many
/// connections and over how many restarts it is sent. Thread-safe.
/// </summary>
/// <remarks>
/// The name is stored in one transaction with the acceptance, so neither is ever there without the other. What is under way is known here
/// until the store has it: whoever sends the same meanwhile waits for the same outcome.
/// </remarks>
internal sealed class SentMessages(string sessionId, ISessionStore store, SessionOptions options, TimeProvider clock)
{
    private const int MaxLength = 128;
    private const string Field = "clientMessageId";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Sending> _underWay = new(StringComparer.Ordinal);
    private readonly HashSet<string> _beingTakenBack = new(StringComparer.Ordinal);

    /// <summary>
    /// Accepts the message, or finds the receipt of the one that is the same. The acceptance goes on when the caller gives up: what it
    /// began may have been joined by others.
    /// </summary>
    /// <param name="message">A message with a name.</param>
    /// <param name="acceptAsync">Accepts it. Called once for all who send it at the same time; not at all when it was accepted before.</param>
    /// <param name="cancellationToken">Gives the waiting up.</param>
    /// <exception cref="InvalidInputException">The name is empty, too long or has characters that cannot be seen.</exception>
    /// <exception cref="ConflictException">Another message has the name.</exception>
    public async Task<TurnReceipt> SendOnceAsync(
        NewMessage message, Func<MessageName, Task<TurnReceipt>> acceptAsync, CancellationToken cancellationToken)
    {
        var name = new MessageName(Checked(message.ClientMessageId!), MessageDigest.Of(message));
        Sending? sending;
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_underWay.TryGetValue(name.ClientMessageId, out sending);
            if (isFirst)
            {
                sending = new Sending(name.Digest, Task.Run(() => FindOrAcceptAsync(name, acceptAsync), CancellationToken.None));
                _underWay.Add(name.ClientMessageId, sending);
            }
        }

        RequireSame(name, sending!.Digest);
        var receipt = await sending.Outcome.WaitAsync(cancellationToken);
        return isFirst ? receipt : receipt with { Replayed = true };
    }

    /// <summary>
    /// The sender was told that nothing was kept of a message which the store may yet take: its name is not honoured, neither before nor after
    /// the turn's ending is stored.
    /// </summary>
    /// <param name="turnId">The turn that is not to be.</param>
    /// <param name="ending">Completes when its ending is durable.</param>
    public async Task TakeBackAsync(string turnId, Task ending)
    {
        lock (_gate)
        {
            _beingTakenBack.Add(turnId);
        }

        await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _beingTakenBack.Remove(turnId);
        }
    }

    private static string Checked(string clientMessageId) =>
        clientMessageId.Length is >= 1 and <= MaxLength && clientMessageId.All(character => character is > ' ' and <= '~')
            ? clientMessageId
            : throw new InvalidInputException(
                ErrorCodes.InvalidRequest,
                Field,
                $"'{Field}', or the header Idempotency-Key, is not 1 to {MaxLength} visible ASCII characters. Give a random id, such as a UUID.");

    private static void RequireSame(MessageName name, string digest)
    {
        if (name.Digest != digest)
        {
            throw new ConflictException(
                ErrorCodes.IdempotencyConflict,
                $"Another message of this session has the {Field} '{name.ClientMessageId}'. Send the same text, agentId, onBusy and "
                + "onDisconnect again, or give a new message an id of its own.")
            {
                Field = Field,
            };
        }
    }

    private async Task<TurnReceipt> FindOrAcceptAsync(MessageName name, Func<MessageName, Task<TurnReceipt>> acceptAsync)
    {
        try
        {
            if (await FindAsync(name.ClientMessageId) is { } accepted)
            {
                RequireSame(name, accepted.Digest);
                return accepted.Receipt with { Replayed = true };
            }

            return await acceptAsync(name);
        }
        finally
        {
            lock (_gate)
            {
                _underWay.Remove(name.ClientMessageId);
            }
        }
    }

    private async Task<AcceptedMessage?> FindAsync(string clientMessageId)
    {
        var accepted = await store.FindAcceptedAsync(sessionId, clientMessageId, CancellationToken.None);
        return accepted is null || accepted.At <= clock.GetUtcNow() - options.IdempotencyWindow || await IsTakenBackAsync(accepted.Receipt)
            ? null
            : accepted;
    }

    private async Task<bool> IsTakenBackAsync(TurnReceipt receipt)
    {
        lock (_gate)
        {
            if (_beingTakenBack.Contains(receipt.TurnId))
            {
                return true;
            }
        }

        var endings = await store.ReadAsync(
            new EventQuery(sessionId) { TurnId = receipt.TurnId, Types = [EventTypes.TurnCancelled] }, CancellationToken.None);
        return endings.Any(logged => logged.Read() is TurnCancelled { By: Actor.System, RolledBack: true });
    }

    private sealed record Sending(string Digest, Task<TurnReceipt> Outcome);
}
