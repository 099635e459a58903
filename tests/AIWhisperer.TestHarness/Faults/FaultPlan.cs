namespace AIWhisperer.TestHarness.Faults;

/// <summary>The faults of one connection through a <see cref="FaultProxy"/>.</summary>
public sealed record FaultPlan
{
    /// <summary>A connection without faults.</summary>
    public static FaultPlan None { get; } = new();

    /// <summary>The request arrives, and no byte of its answer does.</summary>
    public static FaultPlan DropReply { get; } = new() { ToClient = new DirectionFaults { CutAfter = 0 } };

    /// <summary>What the client sends.</summary>
    public DirectionFaults ToServer { get; init; } = new();

    /// <summary>What the server answers.</summary>
    public DirectionFaults ToClient { get; init; } = new();

    /// <summary>Put into the first answer, which has to be a stream of events.</summary>
    public InjectedFrame? Injected { get; init; }
}
