namespace AIWhisperer.Core.Agents;

/// <summary>The limits of one turn. Immutable; null means not set.</summary>
public sealed record ContinuationSettings
{
    /// <summary>The most model calls, 1 to 100.</summary>
    public int? MaxIterations { get; init; }

    /// <summary>The longest time of the whole turn, 1 second to 24 hours.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether a turn goes on until the model calls <c>finish_turn</c>, rather than ending with a reply that calls no tool.</summary>
    public bool? RequireExplicitSignal { get; init; }
}
