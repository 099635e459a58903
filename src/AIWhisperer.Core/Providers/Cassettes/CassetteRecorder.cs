using Microsoft.Extensions.Logging;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>
/// Writes the calls of sessions into a file for each. A fault of the disk ends a session's recording, not its calls. Thread-safe.
/// </summary>
internal sealed partial class CassetteRecorder
{
    private readonly RecentSessions<SessionRecording> _sessions;
    private readonly ILogger _logger;

    public CassetteRecorder(string directory, TimeProvider clock, ILogger logger)
    {
        _sessions = new(sessionId => new SessionRecording(Path.GetFullPath(directory), sessionId, clock));
        _logger = logger;
    }

    public void Add(string sessionId, RecordedCall call, Redaction redaction)
    {
        if (_sessions.Get(sessionId).TryAdd(call, redaction) is { } fault)
        {
            LogStopped(sessionId, fault);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Session {SessionId} is not recorded any further: {Fault}")]
    private partial void LogStopped(string sessionId, string fault);
}
