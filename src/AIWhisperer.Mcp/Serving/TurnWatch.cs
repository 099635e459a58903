using AIWhisperer.Core.Events;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Mcp.Serving;

/// <summary>Tells a client, in a few words, what goes on in the turn that it waits for: never what is said in it.</summary>
internal sealed class TurnWatch(CallProgress progress, TimeProvider clock)
{
    /// <summary>How often the growing of a text is news.</summary>
    private static readonly TimeSpan s_pace = TimeSpan.FromSeconds(1);

    private long? _toldAt;

    public async Task SeeAsync(LoggedEvent logged, CancellationToken cancellationToken)
    {
        if (logged.Type == EventTypes.MessageDelta)
        {
            if (_toldAt is { } told && clock.GetElapsedTime(told) < s_pace)
            {
                return;
            }

            _toldAt = clock.GetTimestamp();
        }

        if (Describe(logged) is { } message)
        {
            await progress.TellAsync(message, cancellationToken);
        }
    }

    private static string? Describe(LoggedEvent logged) => logged.Read() switch
    {
        TurnQueued queued => $"Waits: {queued.Position} before it.",
        TurnStarted => "Thinks.",
        MessageDelta delta => $"Writes: {delta.Offset + delta.Text.Length} characters.",
        ToolRequested call => $"Calls {call.Name}.",
        ToolProgressed { Message.Length: > 0 } call => $"{call.Name}: {call.Message}",
        ToolApprovalRequired question => $"Waits for a person to approve {question.Name}: answer approval {question.ApprovalId} in the session.",
        ToolCompleted call => $"{call.Name} is done.",
        ModelRetried or ModelFellBack => "Tries again: the model did not answer.",
        ServerDraining => "The server is stopping.",
        _ => null,
    };
}
