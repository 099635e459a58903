namespace AIWhisperer.Reliability.Crashes;

/// <summary>What happens in a session until the server is killed.</summary>
internal enum CrashScene
{
    /// <summary>A turn of two rounds of one tool call each, then text.</summary>
    ToolTurn,

    /// <summary>The model was called and has said nothing yet.</summary>
    SilentModel,

    /// <summary>The client has the first delta.</summary>
    FirstDelta,

    /// <summary>The client has many deltas.</summary>
    MidStream,

    /// <summary>One turn runs and two wait.</summary>
    WaitingTurns,

    /// <summary>The session is deleted.</summary>
    Deletion,

    /// <summary>A turn like <see cref="ToolTurn"/>, each of whose calls a person approves.</summary>
    ApprovedTurn,

    /// <summary>A turn like it, whose first call a person was asked about and has not approved.</summary>
    WaitingCall,

    /// <summary>The server starts and puts the session of the cycle before right.</summary>
    Recovery,
}
