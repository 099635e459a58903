using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools;

/// <summary>Something an agent may be granted to call: a function, and what is known of it. Immutable, thread-safe.</summary>
/// <param name="Function">
/// What is run, with its name, its description and the JSON Schema of its arguments. What it finds in its arguments' context,
/// <see cref="ToolCallContext"/> says.
/// </param>
/// <param name="Category">What kind of tool it is, for people: one word such as <c>files</c>.</param>
/// <param name="Effect">The furthest that a call can reach.</param>
public sealed record Tool(AIFunction Function, string Category, ToolEffect Effect)
{
    /// <summary>The name that models call it by: <c>[a-zA-Z0-9_-]{1,64}</c>, unique in the server.</summary>
    public string Name => Function.Name;

    /// <summary>What agents may be granted it by, besides its name.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>
    /// Whether what it returns was written by nobody who is trusted here: pages of the web, the output of other programs. Once an agent
    /// has read such a thing, its tools with effects ask a person first.
    /// </summary>
    public bool GivesUntrusted { get; init; }

    /// <summary>How long one call may run; null means <see cref="ToolOptions.Timeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Whether something else than this process does the work, which may go on when a call is given up: a call that runs past its time has
    /// an effect that is unknown.
    /// </summary>
    public bool RunsElsewhere { get; init; }

    /// <summary>Why it cannot be called as the server is set up, with the remedy; null when it can. Such a tool is offered to no model.</summary>
    public string? OffBecause { get; init; }

    /// <summary>The MCP server that it comes from; null for the server's own and for a client's.</summary>
    public string? Server { get; init; }
}
