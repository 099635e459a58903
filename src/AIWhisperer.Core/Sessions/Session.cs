using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Loops.Approvals;
using AIWhisperer.Core.Loops.Callers;
using AIWhisperer.Core.Loops.ClientTools;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// One conversation: its loops, its active agent, its event log. Thread-safe. Get it from <see cref="SessionDirectory"/>, which checks
/// that the caller owns it; it stays usable for as long as it is held.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "No wait handle and no timer is used: nothing is held that is to be released.")]
public sealed class Session
{
    private readonly AgentDirectory _agents;
    private readonly AILoopManager _loops;
    private readonly SessionOptions _options;
    private readonly TimeProvider _clock;
    private readonly SessionLog _log;
    private readonly StoredConversation _stored;
    private readonly StoredApprovals _storedApprovals;
    private readonly SessionLoopHost _host;
    private readonly SessionQuotas _quotas;
    private readonly SessionFollowers _followers;
    private readonly SentMessages _sent;
    private readonly ApprovalAnswers _approvals;
    private readonly SemaphoreSlim _switching = new(1);
    private readonly CancellationTokenSource _closing = new();

    internal Session(
        SessionRecord record,
        long lastSeq,
        ISessionStore store,
        AgentDirectory agents,
        AILoopManager loops,
        SessionOptions options,
        SessionQuotas quotas,
        ClientToolRules clientTools,
        TimeProvider clock)
    {
        Id = record.Id;
        Owner = record.Owner;
        _agents = agents;
        _loops = loops;
        _options = options;
        _clock = clock;
        _log = new SessionLog(store, record, lastSeq, clock);
        _stored = new StoredConversation(Id, store);
        _host = new SessionLoopHost(this, _log, clientTools);
        _storedApprovals = new StoredApprovals(Id, store, () => _log.LastSeq);
        _approvals = new ApprovalAnswers(_host, _storedApprovals);
        _quotas = quotas;
        _followers = new SessionFollowers(Owner, quotas.Attaches, options.DisconnectGrace, clock, CancelDesertedAsync);
        _sent = new SentMessages(Id, store, options, clock);
    }

    /// <summary>128 random bits in hexadecimal. It names the session; it authorizes nobody.</summary>
    public string Id { get; }

    /// <summary>The principal it belongs to.</summary>
    public string Owner { get; }

    /// <summary>The session's row as it is now.</summary>
    public SessionRecord Record => _log.Record;

    /// <summary>The sequence number of the latest visible event.</summary>
    public long LastSeq => _log.LastSeq;

    /// <summary>Cancelled when the session begins to close: what runs in it outside its turns ends too.</summary>
    internal CancellationToken Closing => _closing.Token;

    /// <summary>Its live loops.</summary>
    internal IReadOnlyList<AILoopStatus> Loops =>
        [.. _loops.List().Where(loop => loop.Key.SessionId == Id && loop.Key.TurnId is null).Select(loop => loop.GetStatus())];

    /// <summary>The questions to people that calls of its loops wait for; the log may not have the latest yet.</summary>
    internal IEnumerable<ToolApprovalRequired> OpenQuestions => _host.Approvals.Open.Select(question => question.Asked);

    /// <summary>Whether anybody follows its log.</summary>
    internal bool HasSubscribers => _log.HasSubscribers;

    /// <summary>
    /// Hands a message to an agent. Returns once the message is durable; the answer comes through the log. A message with a
    /// <see cref="NewMessage.ClientMessageId"/> under which the same was accepted before gives that receipt again and does nothing else,
    /// whatever has become of the agent and of the turn meanwhile.
    /// </summary>
    /// <exception cref="InvalidInputException">The text is empty or too long, or the client message id is none.</exception>
    /// <exception cref="NotFoundException">There is no such agent.</exception>
    /// <exception cref="ConflictException">
    /// The agent is busy and the policy is to reject, the session is closed, or another message has the client message id.
    /// </exception>
    /// <exception cref="LimitReachedException">
    /// The loop's queue is full, the most loops are live, or the principal or the server has the most turns allowed.
    /// </exception>
    /// <exception cref="UnavailableException">The agent cannot answer, the store fails, or the server stops.</exception>
    public Task<TurnReceipt> SendAsync(NewMessage message, CancellationToken cancellationToken) => message.ClientMessageId is null
        ? AcceptAsync(message, null, cancellationToken)
        : _sent.SendOnceAsync(message, name => AcceptAsync(message, name, CancellationToken.None), cancellationToken);

    private async Task<TurnReceipt> AcceptAsync(NewMessage message, MessageName? name, CancellationToken cancellationToken)
    {
        _options.CheckText(message.Text);
        var agentId = message.AgentId ?? Record.ActiveAgentId;
        var config = message.IsCall ? _agents.GetCaller(agentId) : _agents.GetUsable(agentId);
        var request = new TurnRequest(RandomId.New(), RandomId.New(), message.Text, _clock.GetTimestamp(), Name: name)
        {
            OnDisconnect = message.OnDisconnect,
            Tools = message.Tools ?? [],
            IsUntrusted = message.IsUntrusted,
        };
        CheckTools(request.Tools, config);
        _quotas.Turns.Take(Owner);
        var (loop, posted) = await PostAsync(request, config, message.OnBusy ?? config.OnBusy, cancellationToken);
        try
        {
            // A message that joins a turn cannot be taken back: its sender waits until it is known what became of it.
            var patience = posted.TurnId == request.TurnId ? _options.StoreTimeout : Timeout.InfiniteTimeSpan;
            var seq = await posted.Committed.WaitAsync(patience, _clock, cancellationToken);
            return new TurnReceipt(Id, posted.TurnId, request.MessageId, config.Agent.Id, seq, posted.Position);
        }
        catch (TimeoutException)
        {
            // The store may still take it: then the turn is rolled back, since the sender may have sent the message again.
            _ = _sent.TakeBackAsync(request.TurnId, loop.CancelAsync(request.TurnId, new StopCause.Cancelled(Actor.System, RollsBack: true)));
            throw Slow("The message is not stored yet and will not be answered. Send it again.");
        }
        catch (UnavailableException)
        {
            // The sender is told that nothing was kept: nothing may run, and the loop may remember nothing.
            await loop.CancelAsync(request.TurnId, new StopCause.Cancelled(Actor.System));
            loop.ForgetHistory();
            throw;
        }
    }

    /// <summary>
    /// Stops a turn, running or queued, and returns it as it ended, once its upstream request is gone. A turn that has ended already is
    /// returned as it is.
    /// </summary>
    /// <exception cref="NotFoundException">The session has no such turn.</exception>
    /// <exception cref="UnavailableException">
    /// The turn is stopped, but the store does not take its ending now; or the server stops and has left the turn to its next start.
    /// </exception>
    public async Task<TurnView> CancelAsync(string turnId, CancellationToken cancellationToken)
    {
        var turn = await GetTurnAsync(turnId, ChannelSet.Default, cancellationToken);
        if (turn.IsOpen && _loops.Find(new LoopTurn(turn.AgentId, turnId).LoopOf(Id)) is { } loop)
        {
            var stopping = loop.CancelAsync(turnId, new StopCause.Cancelled(Actor.User));
            await WaitForStoreAsync(stopping, "The turn is stopped, but its ending is not stored yet. Read the turn later.", cancellationToken);
            turn = await GetTurnAsync(turnId, ChannelSet.Default, cancellationToken);
            if (!await stopping && turn.IsOpen)
            {
                // The loop has left it to the next start.
                _loops.RefuseWhileDraining();
            }
        }

        return turn;
    }

    /// <summary>Answers the question whether a tool call may run, once. Returns when the answer is durable; the call goes on by itself.</summary>
    /// <param name="approvalId">The question, from <c>tool.approvalRequired</c>.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Gives the waiting up; the answer may count all the same.</param>
    /// <exception cref="InvalidInputException">The reason is too long, or a refusal is to be remembered.</exception>
    /// <exception cref="NotFoundException">The session has no such question.</exception>
    /// <exception cref="ConflictException">It has another answer, was taken back, has expired, or is about another call.</exception>
    /// <exception cref="UnavailableException">The store does not take the answer now.</exception>
    public async Task<ApprovalView> ResolveApprovalAsync(string approvalId, ApprovalAnswer answer, CancellationToken cancellationToken)
    {
        var resolving = _approvals.ResolveAsync(approvalId, answer, cancellationToken);
        await WaitForStoreAsync(resolving, "The answer is not stored yet. Read the session's approvals later.", cancellationToken);
        return await resolving;
    }

    /// <summary>
    /// Takes back an approval that stands for more than its own call: later calls are asked about again. What was begun under it goes on.
    /// Returns when that is durable.
    /// </summary>
    /// <param name="approvalId">The question that it answered.</param>
    /// <param name="cancellationToken">Gives the waiting up; the approval may be taken back all the same.</param>
    /// <exception cref="NotFoundException">No such approval stands, or not any more.</exception>
    /// <exception cref="UnavailableException">The store does not take it now.</exception>
    public async Task RevokeApprovalAsync(string approvalId, CancellationToken cancellationToken)
    {
        var revoking = _approvals.RevokeAsync(approvalId, cancellationToken);
        await WaitForStoreAsync(
            revoking, "That the approval is taken back is not stored yet. Read the session's approvals later.", cancellationToken);
        await revoking;
    }

    /// <summary>The session's questions that wait whether tool calls may run, and the approvals that stand.</summary>
    public Task<ApprovalLog> LoadApprovalsAsync(CancellationToken cancellationToken) => _storedApprovals.LoadAsync(cancellationToken);

    /// <summary>
    /// Offers tools that the caller runs itself, to turns that begin from now on at agents that are granted client tools, until what is
    /// returned is disposed. A call is told by <c>tool.clientCalled</c>; those that wait when nobody offers their tool any more fail.
    /// </summary>
    /// <exception cref="InvalidInputException">A declaration does not fit.</exception>
    public IDisposable OfferTools(IReadOnlyList<ClientToolDeclaration> tools) => _host.ClientTools.Declare(tools);

    /// <summary>Gives a client's answer to a call of its tool. Exactly one answer counts.</summary>
    /// <exception cref="InvalidInputException">The answer is neither a result nor an error, or both.</exception>
    /// <exception cref="NotFoundException">The session has no such turn, or the turn no such call.</exception>
    /// <exception cref="ConflictException">The call does not wait for a client, or not any more.</exception>
    public async Task ProvideToolResultAsync(string turnId, string callId, ClientToolResult answer, CancellationToken cancellationToken)
    {
        if (_host.ClientTools.TryAnswer(turnId, callId, answer))
        {
            return;
        }

        var turn = await GetTurnAsync(turnId, ChannelSet.Default, cancellationToken);
        throw turn.ToolCalls.Any(call => call.CallId == callId)
            ? new ConflictException(
                ErrorCodes.ToolCallClosed, $"The call '{callId}' waits for no client, or not any more. Its tool.completed tells what became of it.")
            : new NotFoundException(ErrorCodes.ToolCallNotFound, $"The turn has no tool call '{ShownText.Of(callId)}'. Take the callId of tool.clientCalled.")
            {
                Field = "callId",
            };
    }

    /// <summary>Makes another agent the active one, with its own loop. A no-op when it is active already.</summary>
    /// <param name="agentId">The agent.</param>
    /// <param name="carryOver">What it is given of the conversation; null means its own setting, else everything.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="InvalidInputException">The carry-over's policy and number do not fit.</exception>
    /// <exception cref="NotFoundException">There is no such agent.</exception>
    /// <exception cref="LimitReachedException">The most loops are live.</exception>
    /// <exception cref="UnavailableException">The agent is invalid or has no model that can be used.</exception>
    public Task SwitchAgentAsync(string agentId, CarryOverSetting? carryOver, CancellationToken cancellationToken) =>
        SwitchAgentAsync(agentId, carryOver, null, null, cancellationToken);

    /// <summary>Gives the session another title.</summary>
    /// <exception cref="InvalidInputException">The title is too long.</exception>
    /// <exception cref="ConflictException">The session is closed.</exception>
    public async Task RenameAsync(string title, CancellationToken cancellationToken)
    {
        _options.CheckTitle(title);
        await _log.AppendAsync(new SessionRenamed(title)).WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Counts the caller, until it disposes what is returned, among the clients that follow the session, by streaming it or by waiting
    /// for one of its turns. When the last of them is gone and none comes within <see cref="SessionOptions.DisconnectGrace"/>, the turns
    /// that were open then and are to be cancelled for it are. A client that means to follow its own turn begins before it sends.
    /// </summary>
    /// <exception cref="LimitReachedException">The principal, or the server, has the most clients that may follow.</exception>
    public IDisposable Follow() => _followers.Join();

    /// <summary>
    /// Everything after <paramref name="after"/> that is to be seen on <paramref name="channels"/>, first what was missed, then live, in
    /// order, with no hole and no repeat. Ends when the session closes, the server stops or the token is cancelled. A slow reader is given
    /// consecutive deltas merged into one. To whoever sees <c>final</c> but not <c>commentary</c>, a message that turned out to be
    /// commentary ends as <c>message.dropped</c>.
    /// </summary>
    /// <exception cref="InvalidInputException"><paramref name="after"/> is negative or lies in the future.</exception>
    public IAsyncEnumerable<LoggedEvent> AttachAsync(long after, ChannelSet channels, CancellationToken cancellationToken)
    {
        CheckCursor(after);
        return _log.AttachAsync(after, channels, cancellationToken);
    }

    /// <summary>
    /// The events of one turn that are to be seen on <paramref name="channels"/>, from its first to its ending, live where it still runs;
    /// among them <c>server.draining</c>, which says why the events of a turn that waits end without an ending.
    /// </summary>
    /// <exception cref="NotFoundException">The session has no such turn.</exception>
    public async IAsyncEnumerable<LoggedEvent> AttachTurnAsync(
        string turnId, ChannelSet channels, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = await _stored.ReadTurnAsync(turnId, cancellationToken);
        await foreach (var logged in _log.AttachAsync(events[0].Seq - 1, channels, cancellationToken))
        {
            if (logged.TurnId == turnId || logged.Type == EventTypes.ServerDraining)
            {
                yield return logged;
                if (EventTypes.IsTurnEnding(logged.Type))
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>Waits until the turn has ended, and tells of it what is to be seen on the channels.</summary>
    /// <exception cref="NotFoundException">The session has no such turn.</exception>
    public async Task<TurnView> WaitForTurnAsync(string turnId, ChannelSet channels, CancellationToken cancellationToken)
    {
        // An ending belongs to no channel.
        await foreach (var logged in AttachTurnAsync(turnId, default, cancellationToken))
        {
            if (EventTypes.IsTurnEnding(logged.Type))
            {
                break;
            }
        }

        return await GetTurnAsync(turnId, channels, cancellationToken);
    }

    /// <summary>What is to be seen of the turn on the channels, as it is now.</summary>
    /// <exception cref="NotFoundException">The session has no such turn.</exception>
    public async Task<TurnView> GetTurnAsync(string turnId, ChannelSet channels, CancellationToken cancellationToken) =>
        TurnViews.Fold(await _stored.ReadTurnAsync(turnId, cancellationToken), channels);

    /// <summary>Stored events after a sequence number, oldest first, as <see cref="AttachAsync"/> gives them. Fewer than asked for are all.</summary>
    /// <param name="after">Zero for the beginning.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="channels">What is to be seen.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="InvalidInputException"><paramref name="after"/> or <paramref name="limit"/> is out of range.</exception>
    public Task<IReadOnlyList<LoggedEvent>> ReadEventsAsync(long after, int limit, ChannelSet channels, CancellationToken cancellationToken)
    {
        CheckCursor(after);
        PageLimits.Check(limit, 1_000);
        return _stored.ReadEventsAsync(after, limit, channels, cancellationToken);
    }

    /// <summary>Whole messages after a sequence number, oldest first, without those of turns that were rolled back.</summary>
    /// <param name="after">Zero for the beginning.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="channels">Which are to be seen; users' messages always are.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="InvalidInputException"><paramref name="after"/> or <paramref name="limit"/> is out of range.</exception>
    public Task<MessagePage> ReadMessagesAsync(long after, int limit, ChannelSet channels, CancellationToken cancellationToken)
    {
        CheckCursor(after);
        PageLimits.Check(limit, 200);
        return _stored.ReadMessagesAsync(after, limit, channels, cancellationToken);
    }

    /// <summary>Ends its subscribers' streams: the server stops and no more will come. Completes when they have read to the end.</summary>
    internal Task EndStreamsAsync() => _log.EndStreamsAsync();

    internal Task AppendAsync(params ReadOnlySpan<SessionEvent> events) => _log.AppendAsync(events);

    /// <param name="agentId">The agent.</param>
    /// <param name="carryOver">What it is given of the conversation.</param>
    /// <param name="askingAgentId">The agent that hands over, which must be the active one; null when a caller switches.</param>
    /// <param name="reason">Why, where an agent gave one.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    internal async Task SwitchAgentAsync(
        string agentId, CarryOverSetting? carryOver, string? askingAgentId, string? reason, CancellationToken cancellationToken)
    {
        var config = _agents.GetUsable(agentId);
        var setting = carryOver ?? config.CarryOver;
        if (setting.Policy == CarryOverPolicy.Last != (setting.Last is >= 1 and <= 1_000))
        {
            throw new InvalidInputException(
                ErrorCodes.InvalidRequest, "carryOver.last", "Give 'last', 1 to 1000, exactly when the policy is 'last'.");
        }

        await _switching.WaitAsync(cancellationToken);
        try
        {
            var from = Record.ActiveAgentId;
            if (from == agentId)
            {
                return;
            }

            if (askingAgentId is not null && askingAgentId != from)
            {
                throw new ConflictException(
                    ErrorCodes.AgentNotActive, $"Only the active agent may hand over, and '{from}' is active: the user chose it meanwhile.");
            }

            var loop = _loops.GetOrCreate(new LoopKey(Id, agentId), config, _host);
            var history = await _stored.LoadHistoryAsync(agentId, cancellationToken);
            var messages = setting.Policy switch
            {
                CarryOverPolicy.None => 0,
                CarryOverPolicy.Last => Math.Min(setting.Last!.Value, history.CarryOverCandidates),
                _ => history.CarryOverCandidates,
            };
            await _log.AppendAsync(new AgentSwitched(from, agentId, askingAgentId is null ? Actor.User : Actor.Agent, new CarryOverRecord(setting.Policy, messages), reason)
            {
                AgentId = agentId,
            });
            loop.ForgetHistory();
        }
        finally
        {
            _switching.Release();
        }
    }

    internal Task<LoopHistory> LoadHistoryAsync(string agentId, CancellationToken cancellationToken) =>
        _stored.LoadHistoryAsync(agentId, cancellationToken);

    /// <summary>Hands a turn that was accepted before a restart to its loop.</summary>
    /// <param name="added">Its acceptance.</param>
    /// <param name="stopped">What it has done already, where it had begun.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    internal async Task ResumeAsync(MessageAdded added, StoppedTurn? stopped, CancellationToken cancellationToken)
    {
        var config = CallerAgent.Is(added.AgentId) ? _agents.GetCaller(CallerAgent.AgentOf(added.AgentId!)) : _agents.GetUsable(added.AgentId!);
        var request = new TurnRequest(added.TurnId!, added.MessageId, added.Text, _clock.GetTimestamp(), IsRecovered: true)
        {
            OnDisconnect = added.OnDisconnect,
            IsUntrusted = added.Untrusted,
            Resumes = stopped,
        };
        _quotas.Turns.TakeAnyway(Owner);
        stopped?.OpenQuestions(_host, _clock);
        try
        {
            await PostAsync(request, config, BusyPolicy.Enqueue, cancellationToken);
        }
        catch
        {
            stopped?.CloseQuestions(_host.Approvals);
            throw;
        }
    }

    /// <summary>Ends its turns and its log; its subscribers' streams end.</summary>
    /// <exception cref="UnavailableException">The store does not take the endings now.</exception>
    internal async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _closing.CancelAsync();
        await WaitForStoreAsync(
            _loops.ReleaseSessionAsync(Id), "The session's turns are stopped, but their endings are not stored yet. Delete it again.", cancellationToken);
        await _log.CloseAsync();

        // A message may have slipped in before the log was closed; its turn ends here.
        await _loops.ReleaseSessionAsync(Id);
    }

    /// <summary>Stops the turns of one of its loops and releases it. False when there is no such loop.</summary>
    /// <exception cref="UnavailableException">The store does not take the endings now.</exception>
    internal async Task<bool> ReleaseLoopAsync(string agentId, CancellationToken cancellationToken)
    {
        var release = _loops.ReleaseAsync(new LoopKey(Id, agentId));
        await WaitForStoreAsync(
            release, "The loop's turns are stopped, but their endings are not stored yet. Release it again.", cancellationToken);
        return await release;
    }

    private async Task WaitForStoreAsync(
        Task task, string otherwise, CancellationToken cancellationToken, string code = ErrorCodes.StorageUnavailable)
    {
        try
        {
            await task.WaitAsync(_options.StoreTimeout, _clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw Slow(otherwise, code);
        }
    }

    /// <summary>Hands a turn, which was counted already, to its loop; it counts until it has ended.</summary>
    private async Task<(AILoop Loop, PostedTurn Posted)> PostAsync(
        TurnRequest request, AILoopConfig config, BusyPolicy onBusy, CancellationToken cancellationToken)
    {
        var turn = new LoopTurn(config.Agent.Id, request.TurnId);
        if ((request.OnDisconnect ?? config.OnDisconnect) == DisconnectPolicy.Cancel)
        {
            _followers.Guard(turn);
        }

        var place = new Place(() =>
        {
            _followers.Forget(turn);
            _quotas.Turns.GiveBack(Owner);
        });
        try
        {
            var accepted = await PostToLoopAsync(request with { Place = place }, config, onBusy, cancellationToken);
            if (accepted.Posted.TurnId != request.TurnId)
            {
                // It joined a turn that has a place of its own.
                place.Dispose();
            }

            return accepted;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    private async Task<(AILoop Loop, PostedTurn Posted)> PostToLoopAsync(
        TurnRequest request, AILoopConfig config, BusyPolicy onBusy, CancellationToken cancellationToken)
    {
        var key = new LoopTurn(config.Agent.Id, request.TurnId).LoopOf(Id);
        while (true)
        {
            var loop = _loops.GetOrCreate(key, config, _host);
            loop.Configure(config);
            try
            {
                if (loop.TryPost(request, onBusy) is { } posted)
                {
                    return (loop, posted);
                }
            }
            finally
            {
                if (key.TurnId is not null)
                {
                    _ = _loops.ReleaseAfterTurnAsync(loop);
                }
            }

            // It is being released: its last turn must end before its successor begins. In a server that stops it has none.
            _loops.RefuseWhileDraining();
            await WaitForStoreAsync(
                loop.FinishAsync(),
                $"Agent '{config.Agent.Id}' still ends a turn of a loop that is being released. Send the message again.",
                cancellationToken,
                ErrorCodes.AgentUnavailable);
            _loops.Remove(loop);
        }
    }

    private Task CancelDesertedAsync(IReadOnlyList<LoopTurn> turns) =>
        Task.WhenAll(turns.GroupBy(turn => turn.LoopOf(Id), turn => turn.TurnId).Select(ofLoop =>
            _loops.Find(ofLoop.Key)?.CancelAsync([.. ofLoop], new StopCause.Cancelled(Actor.System)) ?? Task.CompletedTask));

    private void CheckTools(IReadOnlyList<ClientToolDeclaration> tools, AILoopConfig config)
    {
        _host.ClientTools.Check(tools);
        if (tools.Count > 0 && !config.Agent.Tools.ClientTools)
        {
            throw new InvalidInputException(
                ErrorCodes.InvalidRequest,
                "tools",
                $"Agent '{config.Agent.Id}' takes no tools of clients. Let its configuration say 'client_tools: true', or leave 'tools' out.");
        }
    }

    private void CheckCursor(long after)
    {
        var last = LastSeq;
        if (after < 0 || after > last)
        {
            throw new InvalidInputException(
                ErrorCodes.InvalidCursor,
                "after",
                $"'after' is {after}, but the session's events so far are 1 to {last}. Give the seq of the last event that was seen, or 0.");
        }
    }

    private static UnavailableException Slow(string message, string code = ErrorCodes.StorageUnavailable) =>
        new(code, message) { RetryAfter = TimeSpan.FromSeconds(1) };
}
