namespace AIWhisperer.TestHarness.Faults;

/// <summary>What happens to the bytes of one direction of a connection. Nothing by default.</summary>
public sealed record DirectionFaults
{
    /// <summary>How long whatever was read waits before it is forwarded.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The most bytes that are written at once, each write a packet of its own; null means as they were read.</summary>
    public int? PieceSize { get; init; }

    /// <summary>
    /// So many bytes are forwarded; the one after them cuts the connection, both ways. Zero for the direction to the client drops the
    /// reply: the request arrives, and no byte of its answer does.
    /// </summary>
    public long? CutAfter { get; init; }

    /// <summary>How <see cref="CutAfter"/> cuts.</summary>
    public CutKind Cut { get; init; }

    /// <summary>So many bytes are forwarded; the one after them waits for <see cref="ProxiedConnection.Release"/>, and so does all else.</summary>
    public long? HoldAfter { get; init; }
}
