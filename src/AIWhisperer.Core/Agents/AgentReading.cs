using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Agents;

/// <summary>What one reading found of one agent.</summary>
/// <param name="Id">The agent.</param>
/// <param name="Line">The line of its key, from 1.</param>
/// <param name="Definition">The definition with wrong settings unset; null when a problem spoils it.</param>
/// <param name="Problems">What is wrong with it.</param>
internal sealed record AgentReading(string Id, int Line, AgentDefinition? Definition, ImmutableArray<ConfigurationProblem> Problems);
