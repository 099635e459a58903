namespace AIWhisperer.Core.Tools;

/// <summary>A loop of the session as a tool sees it.</summary>
/// <param name="AgentId">Whose loop it is.</param>
/// <param name="Provider">The provider of the model that it calls.</param>
/// <param name="Model">The model that it calls.</param>
/// <param name="State">What it does: <c>idle</c>, <c>running</c>, <c>waitingForApproval</c> or <c>stopping</c>.</param>
/// <param name="IsActive">Whether messages go to this agent now.</param>
/// <param name="TurnsEnded">How many turns it has had since it was made.</param>
/// <param name="TurnsWaiting">How many turns wait for it.</param>
public sealed record InspectedLoop(
    string AgentId, string Provider, string Model, string State, bool IsActive, int TurnsEnded, int TurnsWaiting);
