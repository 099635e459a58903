using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Agents;

/// <summary>What one reading found in one agents file.</summary>
/// <param name="File">The file, relative to the configuration directory.</param>
/// <param name="IsReadable">False when the file as a whole could not be read: nothing is known of its agents then.</param>
/// <param name="Agents">The agents in the order of the file.</param>
/// <param name="Problems">What is wrong and belongs to no agent.</param>
internal sealed record AgentFileReading(
    string File,
    bool IsReadable,
    ImmutableArray<AgentReading> Agents,
    ImmutableArray<ConfigurationProblem> Problems);
