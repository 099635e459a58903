namespace AIWhisperer.Reliability.Resending;

/// <summary>The ways to send a message.</summary>
internal enum SendForm
{
    /// <summary>On the hub.</summary>
    Hub,

    /// <summary>Over REST, answered with the turn that has ended.</summary>
    Wait,

    /// <summary>Over REST, answered with the receipt.</summary>
    Receipt,

    /// <summary>Over REST, answered with the turn's events.</summary>
    Stream,
}
