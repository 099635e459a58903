using AIWhisperer.Core.Events;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>Keeps a session's row in step with its log.</summary>
internal static class SessionRecords
{
    public static SessionRecord Apply(SessionRecord record, SessionEvent sessionEvent)
    {
        record = record with { LastSeq = sessionEvent.Seq, UpdatedAt = sessionEvent.At };
        return sessionEvent switch
        {
            SessionRenamed renamed => record with { Title = renamed.Title },
            SessionClosed => record with { IsClosed = true },
            AgentSwitched switched => record with { ActiveAgentId = switched.To },
            MessageAdded { Steers: false } => record with { OpenTurns = record.OpenTurns + 1 },
            TurnCompleted or TurnCancelled or TurnFailed or TurnInterrupted => record with { OpenTurns = record.OpenTurns - 1 },
            _ => record,
        };
    }
}
