using AIWhisperer.Core;
using AIWhisperer.Core.Events;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Mcp.Serving;

/// <summary>
/// The clients over HTTP, by id. Thread-safe singleton. Every method takes the principal that calls and behaves, towards anybody else's
/// client, as if it did not exist.
/// </summary>
public sealed partial class ServedClients : IAsyncDisposable
{
    /// <summary>How long answers may take to be written when the server stops.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Offers _offers;
    private readonly McpServingOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<ServedClients> _logger;
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _atRest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private int _visits;
    private bool _isEnding;

    internal ServedClients(Offers offers, IOptions<McpServingOptions> options, TimeProvider clock, ILogger<ServedClients> logger)
    {
        _offers = offers;
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        var period = _options.IdleTimeout < TimeSpan.FromMinutes(4) ? _options.IdleTimeout / 4 : TimeSpan.FromMinutes(1);
        _timer = clock.CreateTimer(_ => ForgetIdle(), null, period, period);
    }

    /// <summary>Makes a client, and the first visit of it.</summary>
    /// <exception cref="LimitReachedException">The principal, or the server, has the most clients, and all are in use.</exception>
    /// <exception cref="UnavailableException">The server stops.</exception>
    public ServedVisit Open(string owner)
    {
        Entry? replaced;
        ServedVisit visit;
        lock (_gate)
        {
            RefuseWhileEnding_NeedsLock();
            replaced = MakeRoom_NeedsLock(owner);
            var entry = new Entry(_offers.Open(RandomId.New(), owner));
            _entries[entry.Client.Id] = entry;
            visit = Visit_NeedsLock(entry);
        }

        if (replaced is not null)
        {
            LogReplaced(owner);
            _ = EndAsync(replaced);
        }

        return visit;
    }

    /// <summary>The principal's client.</summary>
    /// <exception cref="NotFoundException">There is none of that id for the principal, or not any more.</exception>
    public ServedVisit Visit(string owner, string id)
    {
        lock (_gate)
        {
            return Visit_NeedsLock(Find_NeedsLock(owner, id));
        }
    }

    /// <summary>Forgets the client: its calls are cancelled.</summary>
    /// <exception cref="NotFoundException">There is none of that id for the principal, or not any more.</exception>
    public async Task EndAsync(string owner, string id)
    {
        Entry entry;
        lock (_gate)
        {
            entry = Find_NeedsLock(owner, id);
            _entries.Remove(id);
        }

        await EndAsync(entry);
    }

    /// <summary>Takes no more clients, lets answers that are ready be written, and forgets all.</summary>
    public async Task EndAllAsync()
    {
        Entry[] entries;
        lock (_gate)
        {
            _isEnding = true;
            entries = [.. _entries.Values];
            _entries.Clear();
            if (_visits == 0)
            {
                _atRest.TrySetResult();
            }
        }

        Array.ForEach(entries, entry => entry.Client.EndListening());
        await _atRest.Task.WaitAsync(s_patience, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(entries.Select(EndAsync));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await EndAllAsync();
    }

    private void ForgetIdle()
    {
        Entry[] idle;
        lock (_gate)
        {
            idle = [.. _entries.Values.Where(entry => entry.Visits == 0 && _clock.GetElapsedTime(entry.IdleSince) >= _options.IdleTimeout)];
            Array.ForEach(idle, entry => _entries.Remove(entry.Client.Id));
        }

        Array.ForEach(idle, entry => _ = EndAsync(entry));
    }

    /// <summary>The client that has to go, where one can.</summary>
    private Entry? MakeRoom_NeedsLock(string owner)
    {
        var own = _entries.Values.Where(entry => entry.Client.Owner == owner).ToList();
        if (own.Count >= _options.MaxSessionsPerOwner)
        {
            var idle = own.Where(entry => entry.Visits == 0).MinBy(entry => entry.IdleSince) ?? throw new LimitReachedException(
                ErrorCodes.SessionLimit,
                $"You have {_options.MaxSessionsPerOwner} MCP clients, the most allowed ({McpServingOptions.Section}:{nameof(McpServingOptions.MaxSessionsPerOwner)}), and all are in use.",
                TimeSpan.FromSeconds(5));
            _entries.Remove(idle.Client.Id);
            return idle;
        }

        return _entries.Count < _options.MaxSessions ? null : throw new LimitReachedException(
            ErrorCodes.SessionLimit,
            $"The server has {_options.MaxSessions} MCP clients, the most allowed ({McpServingOptions.Section}:{nameof(McpServingOptions.MaxSessions)}).",
            TimeSpan.FromMinutes(1))
        {
            IsOfWholeServer = true,
        };
    }

    private void RefuseWhileEnding_NeedsLock()
    {
        if (_isEnding)
        {
            throw new UnavailableException(ErrorCodes.ServerStopping, "The server is stopping. Connect again when it is back.");
        }
    }

    private Entry Find_NeedsLock(string owner, string id) =>
        _entries.GetValueOrDefault(id) is { } entry && entry.Client.Owner == owner
            ? entry
            : throw new NotFoundException(
                ErrorCodes.SessionNotFound, "There is no such MCP session, or not any more. Send 'initialize' without a session for a new one.")
            {
                Field = "Mcp-Session-Id",
            };

    private ServedVisit Visit_NeedsLock(Entry entry)
    {
        entry.Visits++;
        _visits++;
        return new ServedVisit(entry.Client, () => Leave(entry));
    }

    private void Leave(Entry entry)
    {
        lock (_gate)
        {
            entry.IdleSince = _clock.GetTimestamp();
            entry.Visits--;
            if (--_visits == 0 && _isEnding)
            {
                _atRest.TrySetResult();
            }
        }
    }

    private static async Task EndAsync(Entry entry) => await entry.Client.DisposeAsync();

    [LoggerMessage(LogLevel.Information, "A new MCP client of {Owner} takes the place of the one that was silent for longest")]
    private partial void LogReplaced(string owner);

    private sealed class Entry(ServedClient client)
    {
        public ServedClient Client { get; } = client;

        public int Visits { get; set; }

        public long IdleSince { get; set; }
    }
}
