using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Mcp;

/// <summary>The keys of <c>mcp.yaml</c>. What is listed here is read, and the JSON Schema lists the same.</summary>
internal static class McpKeys
{
    public static ImmutableArray<SettingKey> File { get; } = [new("servers")];

    public static ImmutableArray<SettingKey> Server { get; } =
    [
        new("command"),
        new("url"),
        new("env"),
        new("headers"),
        new("directory"),
        new("scope"),
        new("effect"),
        new("effects"),
        new("tags", HasDefault: true),
        new("timeout", HasDefault: true),
        new("tools"),
        new("trust"),
        new("enabled"),
    ];
}
