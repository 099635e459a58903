using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops;

/// <summary>A tool call as the log has it after the server has stopped.</summary>
/// <param name="requested">The call.</param>
/// <param name="round">Which of the model's replies that asked for tools it came with, from 1.</param>
internal sealed class StoppedCall(ToolRequested requested, int round)
{
    public const string Stopped = "The server stopped while the tool ran; whether it had an effect is unknown.";

    public ToolRequested Requested => requested;

    public int Round => round;

    /// <summary>What a person was asked; null when nobody was.</summary>
    public ToolApprovalRequired? Asked { get; set; }

    /// <summary>What the person answered.</summary>
    public ToolApprovalResolved? Answer { get; set; }

    /// <summary>The question once it can be answered again; null before.</summary>
    public ApprovalQuestion? Question { get; private set; }

    /// <summary>Whether it is known to have begun.</summary>
    public bool HasBegun { get; set; }

    public bool IsCompleted { get; set; }

    /// <summary>Whether it surely has not begun, since a person was asked first.</summary>
    public bool WaitsForPerson => !IsCompleted && Asked is not null && !HasBegun;

    /// <summary>Lets the question be answered again, where it has no answer.</summary>
    public void OpenQuestion(ILoopHost host, TimeProvider clock)
    {
        if (WaitsForPerson)
        {
            Question = new ApprovalQuestion(Asked!, host, clock) { IsPut = true };
            if (Answer is not null)
            {
                Question.Restore(Answer);
            }

            host.Approvals.Add(Question);
        }
    }

    /// <summary>What the log is told of it when its turn does not go on.</summary>
    public IEnumerable<SessionEvent> Close()
    {
        if (IsCompleted)
        {
            yield break;
        }

        if (WaitsForPerson && Answer is null)
        {
            yield return new ToolApprovalResolved(
                Asked!.ApprovalId, requested.CallId, requested.Name, ApprovalResolution.Withdrawn, Actor.System, null)
            {
                AgentId = requested.AgentId,
                TurnId = requested.TurnId,
            };
        }

        var (outcome, error) = WaitsForPerson
            ? (ToolCallOutcome.NotRun, "The tool was not run: the turn ended first.")
            : (ToolCallOutcome.Unknown, Stopped);
        yield return new ToolCompleted(requested.CallId, requested.Name, outcome, null, error, 0)
        {
            AgentId = requested.AgentId,
            TurnId = requested.TurnId,
        };
    }
}
