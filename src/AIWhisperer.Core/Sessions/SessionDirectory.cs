using System.Buffers.Text;
using System.Globalization;
using System.Text;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Loops.Approvals;
using AIWhisperer.Core.Loops.ClientTools;
using Microsoft.Extensions.Options;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// Finds, makes and removes sessions. Thread-safe singleton. Every method takes the principal that calls and behaves, towards anybody
/// else's session, as if it did not exist.
/// </summary>
public sealed class SessionDirectory
{
    /// <summary>
    /// Deltas are numbered but not stored, so after a crash the numbers beyond the last stored one may have been seen by clients. No turn
    /// has that many deltas between two stored events: its replies are bounded by <c>max_tokens</c>.
    /// </summary>
    private const long CrashGap = 1 << 20;

    private readonly ISessionStore _store;
    private readonly AgentDirectory _agents;
    private readonly AILoopManager _loops;
    private readonly SessionCache _cache;
    private readonly SessionOptions _options;
    private readonly SessionQuotas _quotas;
    private readonly SessionTotal _total;
    private readonly ClientToolRules _clientTools;
    private readonly TimeProvider _clock;

    internal SessionDirectory(
        ISessionStore store,
        AgentDirectory agents,
        AILoopManager loops,
        SessionCache cache,
        IOptions<SessionOptions> options,
        SessionQuotas quotas,
        SessionTotal total,
        ClientToolRules clientTools,
        TimeProvider clock)
    {
        _store = store;
        _agents = agents;
        _loops = loops;
        _cache = cache;
        _options = options.Value;
        _quotas = quotas;
        _total = total;
        _clientTools = clientTools;
        _clock = clock;
    }

    /// <summary>Makes a session.</summary>
    /// <exception cref="InvalidInputException">The title is too long.</exception>
    /// <exception cref="NotFoundException">There is no such agent.</exception>
    /// <exception cref="UnavailableException">The agent is invalid or has no model that can be used, or the server stops.</exception>
    /// <exception cref="LimitReachedException">The principal, or the server, has the most sessions allowed.</exception>
    public async Task<Session> CreateAsync(string principal, NewSession request, CancellationToken cancellationToken)
    {
        _loops.RefuseWhileDraining();
        var title = request.Title ?? "";
        _options.CheckTitle(title);
        var agentId = request.AgentId ?? _options.DefaultAgent;
        _agents.GetUsable(agentId);
        if (await _store.CountAsync(principal, cancellationToken) >= _options.MaxSessionsPerOwner)
        {
            throw new LimitReachedException(
                ErrorCodes.SessionLimit,
                $"You have {_options.MaxSessionsPerOwner} sessions, the most allowed (AIWhisperer:Sessions:MaxSessionsPerOwner). Delete one first.",
                TimeSpan.FromMinutes(1));
        }

        var now = _clock.GetUtcNow();
        var session = Make(new SessionRecord(RandomId.New(), principal, title, agentId, now, now, 0, 0, false), 0);

        // Known before it is stored: whoever finds it in a list at once must not be given a second object of it.
        _cache.Add(session);
        try
        {
            await _total.AddAsync(() => session.AppendAsync(new SessionCreated(title) { AgentId = agentId }), cancellationToken);
        }
        catch
        {
            _cache.Remove(session.Id);
            throw;
        }

        return session;
    }

    /// <summary>The session, ready for use.</summary>
    /// <exception cref="NotFoundException">There is none of that id for the principal.</exception>
    public async Task<Session> GetAsync(string principal, string sessionId, CancellationToken cancellationToken)
    {
        var session = await LoadAsync(sessionId, cancellationToken);
        return session?.Owner == principal
            ? session
            : throw new NotFoundException(
                ErrorCodes.SessionNotFound, $"There is no session '{sessionId}'. List your sessions, or create one.");
    }

    /// <summary>The principal's sessions, newest change first.</summary>
    /// <param name="principal">Who calls.</param>
    /// <param name="search">Only those whose title holds this text, whatever the case of its letters; null or empty means all.</param>
    /// <param name="cursor">The <see cref="SessionPage.NextCursor"/> of the page before, or null.</param>
    /// <param name="limit">1 to 200 rows.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="InvalidInputException">The cursor is none of ours, or the limit is out of range.</exception>
    public async Task<SessionPage> ListAsync(
        string principal, string? search, string? cursor, int limit, CancellationToken cancellationToken)
    {
        PageLimits.Check(limit, 200);
        var after = cursor is null ? null : ReadCursor(cursor);
        var rows = await _store.ListAsync(principal, string.IsNullOrEmpty(search) ? null : search, after, limit + 1, cancellationToken);
        return rows.Count <= limit
            ? new SessionPage(rows, null)
            : new SessionPage([.. rows.Take(limit)], WriteCursor(rows[limit - 1]));
    }

    /// <summary>Stops the session's turns, closes its log, tells its clients, and removes it from the store.</summary>
    /// <exception cref="NotFoundException">There is none of that id for the principal.</exception>
    public async Task DeleteAsync(string principal, string sessionId, CancellationToken cancellationToken)
    {
        var session = await GetAsync(principal, sessionId, cancellationToken);
        await session.CloseAsync(cancellationToken);

        // From here on it is closed for everybody: it must also go.
        await _store.DeleteAsync(sessionId, CancellationToken.None);
        _total.NoteRemoval();
        _cache.Remove(sessionId);
    }

    /// <summary>The questions that wait for a person in all the principal's sessions, those first that are void first.</summary>
    /// <param name="principal">Who calls.</param>
    /// <param name="limit">The most of them, 1 to 200.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="InvalidInputException">The limit is out of range.</exception>
    public async Task<WaitingApprovals> ListApprovalsAsync(string principal, int limit, CancellationToken cancellationToken)
    {
        PageLimits.Check(limit, 200);

        // A call that waits keeps its session in memory.
        var open = _cache.Sessions
            .Where(session => session.Owner == principal)
            .SelectMany(session => session.OpenQuestions, (session, asked) => (Session: session, Asked: asked))
            .OrderBy(one => one.Asked.ExpiresAt)
            .ThenBy(one => one.Asked.ApprovalId, StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        var pending = new List<WaitingApproval>();
        var logs = new Dictionary<string, ApprovalLog>(StringComparer.Ordinal);
        foreach (var (session, asked) in open.Take(limit))
        {
            if (!logs.TryGetValue(session.Id, out var log))
            {
                log = logs[session.Id] = await session.LoadApprovalsAsync(cancellationToken);
            }

            // Shown as its log has it, and only if it does.
            if (log.FindPending(asked.ApprovalId) is { } question)
            {
                pending.Add(new WaitingApproval(session.Id, session.Record.Title, question));
            }
        }

        return new WaitingApprovals(pending, open.Count > limit);
    }

    /// <summary>The live loops of the principal's sessions.</summary>
    public IReadOnlyList<AILoopStatus> ListLoops(string principal) =>
    [
        .. _loops.List().Where(loop => loop.Key.TurnId is null && _cache.Find(loop.Key.SessionId)?.Owner == principal).Select(loop => loop.GetStatus()),
    ];

    /// <summary>Cancels the loop's turns and releases it; the next message to the agent makes a new one.</summary>
    /// <exception cref="NotFoundException">There is no such live loop in a session of the principal.</exception>
    public async Task ReleaseLoopAsync(string principal, LoopKey key, CancellationToken cancellationToken)
    {
        var session = _cache.Find(key.SessionId);
        if (session?.Owner != principal || !await session.ReleaseLoopAsync(key.AgentId, cancellationToken))
        {
            throw new NotFoundException(
                ErrorCodes.LoopNotFound, $"There is no live loop of agent '{key.AgentId}' in session '{key.SessionId}'.");
        }
    }

    /// <summary>The session, whoever owns it, with its unfinished turns put right; null when there is none.</summary>
    internal Task<Session?> LoadAsync(string sessionId, CancellationToken cancellationToken) =>
        _cache.GetOrLoadAsync(
            sessionId,
            async token =>
            {
                if (await _store.FindAsync(sessionId, token) is not { } record)
                {
                    return null;
                }

                if (record.IsClosed)
                {
                    // Its deletion was cut off.
                    await _store.DeleteAsync(sessionId, token);
                    _total.NoteRemoval();
                    return null;
                }

                if (record.OpenTurns == 0)
                {
                    return Make(record, record.LastSeq);
                }

                var session = Make(record, record.LastSeq + CrashGap);
                await SessionRecovery.RecoverAsync(session, _store, token);
                return session;
            },
            cancellationToken);

    private Session Make(SessionRecord record, long lastSeq) =>
        new(record, lastSeq, _store, _agents, _loops, _options, _quotas, _clientTools, _clock);

    private static string WriteCursor(SessionRecord last) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.UpdatedAt.UtcTicks}:{last.Id}")));

    private static SessionCursor ReadCursor(string cursor)
    {
        if (Base64Url.IsValid(cursor)
            && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(':') is [var ticks, { Length: 32 } id]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var utcTicks)
            && utcTicks <= DateTimeOffset.MaxValue.UtcTicks)
        {
            return new SessionCursor(new DateTimeOffset(utcTicks, TimeSpan.Zero), id);
        }

        throw new InvalidInputException(
            ErrorCodes.InvalidCursor, "cursor", "'cursor' is not one that a list of sessions gave. Leave it out to begin at the first page.");
    }
}
