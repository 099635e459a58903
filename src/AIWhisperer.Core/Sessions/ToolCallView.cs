using System.Text.Json;
using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Sessions;

/// <summary>A tool call of a turn. Immutable.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">As the model gave them.</param>
/// <param name="Outcome">Which way it ended; null while it runs.</param>
/// <param name="Result">What the tool returned; null while it runs or when it failed.</param>
/// <param name="Error">Why there is no result; null while it runs or when it succeeded.</param>
/// <param name="DurationMs">How long it ran, milliseconds; null while it runs.</param>
public sealed record ToolCallView(
    string CallId, string Name, JsonElement Arguments, ToolCallOutcome? Outcome, string? Result, string? Error, long? DurationMs)
{
    /// <summary>Whether the result was written by nobody who is trusted here.</summary>
    public bool Untrusted { get; init; }

    /// <summary>What a person was asked about it; null when nobody was.</summary>
    public ToolCallApproval? Approval { get; init; }
}
