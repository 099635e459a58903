using System.Text.Json;
using AIWhisperer.Core.Loops.Approvals;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>A tool call that was asked for and whose outcome is not in the log yet. Belongs to one turn.</summary>
/// <param name="callId">The call, unique within its turn.</param>
/// <param name="content">The call as it is run.</param>
/// <param name="arguments">Its arguments as they are logged.</param>
internal sealed class OpenCall(string callId, FunctionCallContent content, JsonElement arguments)
{
    public string CallId { get; } = callId;

    public FunctionCallContent Content { get; } = content;

    public JsonElement Arguments { get; } = arguments;

    public string Name => Content.Name;

    /// <summary>How often the turn has made this very call, this one included.</summary>
    public int Repeats { get; init; }

    /// <summary>What a person is asked before it runs; null when nobody is.</summary>
    public ApprovalQuestion? Question { get; set; }

    public bool HasStarted { get; set; }

    public ToolOutcome? Outcome { get; set; }

    /// <summary>Whether it can be left to the next start: a person is or was asked, and it has not begun.</summary>
    public bool WaitsForPerson => Question is { IsPut: true } && !HasStarted && Outcome is null;
}
