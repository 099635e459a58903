namespace AIWhisperer.Core.Loops;

/// <summary>A loop as listed: a snapshot.</summary>
/// <param name="SessionId">The session it runs in.</param>
/// <param name="AgentId">The agent it runs.</param>
/// <param name="Provider">The provider of its latest turn, or the one it would use now.</param>
/// <param name="Model">The model of its latest turn, or the one it would use now.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Revision">The agent revision its next turn uses.</param>
/// <param name="Turns">Turns ended since the loop was made.</param>
/// <param name="QueuedTurns">Turns that wait.</param>
/// <param name="IdleSeconds">Seconds since its last turn ended; zero while one runs.</param>
public sealed record AILoopStatus(
    string SessionId,
    string AgentId,
    string Provider,
    string Model,
    AILoopState State,
    string Revision,
    int Turns,
    int QueuedTurns,
    double IdleSeconds);
