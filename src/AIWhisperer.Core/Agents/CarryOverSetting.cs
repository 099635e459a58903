using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Agents;

/// <summary>What an agent is given of the conversation when it becomes the active one.</summary>
/// <param name="Policy">Everything, the last messages, or nothing.</param>
/// <param name="Last">How many messages, 1 to 1000, when <paramref name="Policy"/> is <see cref="CarryOverPolicy.Last"/>; else null.</param>
public sealed record CarryOverSetting(CarryOverPolicy Policy, int? Last = null);
