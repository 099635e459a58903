namespace AIWhisperer.Reliability.Cancelling;

/// <summary>Where in its life a turn is cancelled.</summary>
internal enum CancelPoint
{
    /// <summary>The model was asked and has not even sent headers.</summary>
    BeforeHeaders,

    /// <summary>The model pauses after some words, or before the first.</summary>
    InAPause,

    /// <summary>Words arrive.</summary>
    WhileWordsArrive,

    /// <summary>A tool runs.</summary>
    InATool,

    /// <summary>The turn waits for another one.</summary>
    Queued,
}
