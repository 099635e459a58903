namespace AIWhisperer.Mcp;

/// <summary>Where one message of a stream ends.</summary>
internal enum MessageFraming
{
    /// <summary>At the end of a line.</summary>
    Line,

    /// <summary>At an empty line.</summary>
    Event,

    /// <summary>At the end of the stream.</summary>
    Whole,
}
