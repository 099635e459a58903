using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Agents;

/// <summary>What one reading found in all agents files.</summary>
/// <param name="IsReadable">False when the directory could not be listed: nothing is known of any agent then.</param>
/// <param name="Files">The files by name.</param>
/// <param name="Problems">What is wrong and belongs to no file.</param>
internal sealed record AgentDirectoryReading(
    bool IsReadable,
    ImmutableArray<AgentFileReading> Files,
    ImmutableArray<ConfigurationProblem> Problems);
