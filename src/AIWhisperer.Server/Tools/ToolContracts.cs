using System.Text.Json;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Tools;

namespace AIWhisperer.Server.Tools;

/// <summary>What agents can be granted.</summary>
/// <param name="Tools">The server's own tools, and those of MCP servers as far as they are known now; by name.</param>
/// <param name="Sets">The tool sets in service.</param>
/// <param name="Servers">The MCP servers.</param>
/// <param name="Problems">What the last reading of <c>tools.yaml</c> and of <c>mcp.yaml</c> found wrong.</param>
public sealed record ToolList(
    IReadOnlyList<ToolResponse> Tools,
    IReadOnlyList<ToolSetResponse> Sets,
    IReadOnlyList<ToolServerResponse> Servers,
    IReadOnlyList<ConfigurationProblem> Problems);

/// <summary>A tool.</summary>
public sealed record ToolResponse
{
    /// <summary>The name that models call it by.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, as models are told.</summary>
    public required string Description { get; init; }

    /// <summary>What kind of tool it is.</summary>
    public required string Category { get; init; }

    /// <summary>The furthest that a call can reach.</summary>
    public required ToolEffect Effect { get; init; }

    /// <summary>What agents may be granted it by, besides its name.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The JSON Schema of its arguments.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>The MCP server that it comes from; absent for the server's own.</summary>
    public string? Server { get; init; }

    /// <summary>Why it cannot be called as the server is set up, with the remedy; absent when it can.</summary>
    public string? OffBecause { get; init; }

    /// <summary>Whether what it returns was written by nobody who is trusted here.</summary>
    public required bool GivesUntrusted { get; init; }

    /// <summary>How long one call may run.</summary>
    public required double TimeoutSeconds { get; init; }
}

/// <summary>Tools that agents are granted together.</summary>
/// <param name="Name">What agents name it by.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Inherits">The sets whose tools it has too.</param>
/// <param name="Tools">All its tools, those inherited too.</param>
public sealed record ToolSetResponse(string Name, string Description, IReadOnlyList<string> Inherits, IReadOnlyList<string> Tools);

/// <summary>An MCP server. How it is started or reached is not shown.</summary>
/// <param name="Id">Its name in the configuration.</param>
/// <param name="State">How it stands with it.</param>
/// <param name="Reason">Why it has no tools, or not all of them, with the remedy.</param>
/// <param name="Tools">Its tools as they are known now; a server that was not asked yet has none.</param>
public sealed record ToolServerResponse(string Id, ToolServerState State, string? Reason, IReadOnlyList<string> Tools);

/// <summary>What an agent is granted.</summary>
/// <param name="AgentId">The agent.</param>
/// <param name="Revision">The definition that grants it; absent when none is in service.</param>
/// <param name="Tools">What it is granted, by name, as far as it is known without asking an MCP server or a client.</param>
/// <param name="Denied">What one of its grants names and something takes away again.</param>
/// <param name="Servers">The MCP servers of which it is granted something; they are connected when a turn begins.</param>
/// <param name="ClientTools">Whether it may call the tools that a client declares.</param>
public sealed record AgentToolList(
    string AgentId,
    string? Revision,
    IReadOnlyList<AgentTool> Tools,
    IReadOnlyList<AgentDeniedTool> Denied,
    IReadOnlyList<ToolServerResponse> Servers,
    bool ClientTools);

/// <summary>A tool that an agent is granted.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Because">What grants it, such as <c>tool_sets: development > full_filesystem</c>; the first where several do.</param>
/// <param name="Approval">The agent's rules that are about it, in the order of the file; the first that fits a call counts.</param>
public sealed record AgentTool(ToolResponse Tool, string Because, IReadOnlyList<ApprovalRule> Approval);

/// <summary>A tool that is taken away from an agent.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Because">What takes it away, such as <c>deny_tools: write_*</c>.</param>
public sealed record AgentDeniedTool(string Name, string Because);
