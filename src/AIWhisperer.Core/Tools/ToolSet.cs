using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tools;

/// <summary>A named choice of tools that agents are granted together, from <c>tools.yaml</c>. Immutable.</summary>
/// <param name="Name">What agents name it by: <c>[a-z][a-z0-9_-]{0,63}</c>.</param>
/// <param name="Description">What it is for, at most 500 characters; empty when not set.</param>
/// <param name="Selection">Its tools; <see cref="ToolSelection.Sets"/> are the sets it inherits, and what it denies is taken away from those too.</param>
public sealed record ToolSet(string Name, string Description, ToolSelection Selection);
