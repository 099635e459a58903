namespace AIWhisperer.Core.Tools;

/// <summary>How one tool call ended: with a result or with an error, never both.</summary>
internal sealed record ToolOutcome
{
    private ToolOutcome(string? result, string? error, TimeSpan duration) => (Result, Error, Duration) = (result, error, duration);

    /// <summary>What the tool answered, already cut to its limit; null when the call failed.</summary>
    public string? Result { get; }

    /// <summary>What went wrong, in words for the model and for people; null when there is a result.</summary>
    public string? Error { get; }

    /// <summary>From the call to its end, or to the moment it was given up.</summary>
    public TimeSpan Duration { get; }

    /// <summary>What the model is told: the result, or the error.</summary>
    public string Text => Result ?? Error ?? string.Empty;

    public static ToolOutcome Succeeded(string result, TimeSpan duration) => new(result, null, duration);

    public static ToolOutcome Failed(string error, TimeSpan duration) => new(null, error, duration);
}
