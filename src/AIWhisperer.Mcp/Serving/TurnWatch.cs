using AIWhisperer.Core.Events;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Mcp.Serving;

/// <summary>
/// Tells a client, in a few words, what goes on in the turn that it waits for: never what is said in it, by a tool neither. A client that
/// was told would have read what nobody vouches for, and could give the call up before it is known for it. In a long silence it says so
/// again, so that the client does not give up.
/// </summary>
internal sealed class TurnWatch : IAsyncDisposable
{
    /// <summary>How often the growing of a text is news.</summary>
    private static readonly TimeSpan s_pace = TimeSpan.FromSeconds(1);

    /// <summary>In so long, or twice as long, something is told. Clients wait a minute, as a rule.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(15);

    private readonly string _sessionId;
    private readonly CallProgress _progress;
    private readonly Func<string, bool> _isTool;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _reminding;
    private long? _toldAt;
    private volatile string _latest = "Waits.";
    private volatile bool _wasSilent;

    /// <param name="sessionId">The session of the turn.</param>
    /// <param name="progress">Takes what is told.</param>
    /// <param name="isTool">Whether there is a tool of that name. Any other name is a model's word.</param>
    /// <param name="clock">For the pauses.</param>
    public TurnWatch(string sessionId, CallProgress progress, Func<string, bool> isTool, TimeProvider clock)
    {
        _sessionId = sessionId;
        _progress = progress;
        _isTool = isTool;
        _clock = clock;
        _reminding = RemindAsync();
    }

    public async Task SeeAsync(LoggedEvent logged, CancellationToken cancellationToken)
    {
        if (logged.Type == EventTypes.MessageDelta)
        {
            if (_toldAt is { } told && _clock.GetElapsedTime(told) < s_pace)
            {
                return;
            }

            _toldAt = _clock.GetTimestamp();
        }

        if (Describe(logged) is { } message)
        {
            _latest = message;
            _wasSilent = false;
            await _progress.TellAsync(message, cancellationToken);
        }
    }

    /// <summary>Nothing is told after it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reminding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task RemindAsync()
    {
        using var timer = new PeriodicTimer(s_silence, _clock);
        while (await timer.WaitForNextTickAsync(_end.Token))
        {
            if (_wasSilent)
            {
                await _progress.TellAsync(_latest, _end.Token);
            }

            _wasSilent = true;
        }
    }

    private string? Describe(LoggedEvent logged) => logged.Read() switch
    {
        TurnQueued queued => $"Waits: {queued.Position} before it.",
        TurnStarted => "Thinks.",
        MessageDelta delta => $"Writes: {delta.Offset + delta.Text.Length} characters.",
        ToolRequested call => $"Calls {Name(call.Name)}.",
        ToolProgressed call => $"{call.Name} goes on.",
        ToolApprovalRequired question =>
            $"Waits for a person to approve {question.Name}: answer approval {question.ApprovalId} in session {_sessionId}.",
        ToolCompleted call => $"The call of {Name(call.Name)} is done.",
        ModelRetried or ModelFellBack => "Tries again: the model did not answer.",
        ServerDraining => "The server is stopping.",
        _ => null,
    };

    private string Name(string called) => _isTool(called) ? called : "a tool";
}
