using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Tools;

/// <summary>How one tool call ended: with a result or with an error, never both.</summary>
internal sealed record ToolOutcome
{
    private ToolOutcome(ToolCallOutcome kind, string? result, string? error, TimeSpan duration) =>
        (Kind, Result, Error, Duration) = (kind, result, error, duration);

    /// <summary>Which way it ended.</summary>
    public ToolCallOutcome Kind { get; }

    /// <summary>What the tool answered, already cut to its limit; null when the call failed.</summary>
    public string? Result { get; private init; }

    /// <summary>What went wrong, in words for the model and for people; null when there is a result.</summary>
    public string? Error { get; private init; }

    /// <summary>From the call to its end, or to the moment it was given up.</summary>
    public TimeSpan Duration { get; }

    /// <summary>What the model is told: the result, or the error.</summary>
    public string Text => Result ?? Error ?? string.Empty;

    public static ToolOutcome Succeeded(string result, TimeSpan duration) => new(ToolCallOutcome.Succeeded, result, null, duration);

    public static ToolOutcome Failed(string error, TimeSpan duration) => new(ToolCallOutcome.Failed, null, error, duration);

    public static ToolOutcome NotRun(string error) => new(ToolCallOutcome.NotRun, null, error, TimeSpan.Zero);

    public static ToolOutcome Unknown(string error, TimeSpan duration) => new(ToolCallOutcome.Unknown, null, error, duration);

    /// <summary>The same outcome with more for the model to read.</summary>
    public ToolOutcome With(string note) => this with
    {
        Result = Result is null ? null : $"{Result}\n\n{note}",
        Error = Error is null ? null : $"{Error} {note}",
    };
}
