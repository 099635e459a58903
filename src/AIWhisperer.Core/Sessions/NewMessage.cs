using AIWhisperer.Core.Agents;

namespace AIWhisperer.Core.Sessions;

/// <summary>A message to an agent of a session.</summary>
/// <param name="Text">1 to <see cref="SessionOptions.MaxMessageLength"/> characters, not only white space.</param>
/// <param name="AgentId">Another agent than the active one, for this message only; null means the active one.</param>
/// <param name="OnBusy">What to do when the agent is in a turn; null means the agent's own policy.</param>
public sealed record NewMessage(string Text, string? AgentId = null, BusyPolicy? OnBusy = null);
