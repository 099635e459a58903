using System.Collections.Immutable;

namespace AIWhisperer.Core.Configuration;

/// <summary>How the settings of a <see cref="ToolSelection"/> are spelled.</summary>
/// <param name="Sets">The key of the tool sets.</param>
/// <param name="Tags">The key of the tags.</param>
/// <param name="Allowed">The key of the single tools.</param>
/// <param name="Denied">The key of what is taken away.</param>
/// <param name="Servers">The key of the MCP servers.</param>
/// <param name="ClientTools">The key of the clients' tools; null where it cannot be said.</param>
internal sealed record ToolSelectionKeys(
    SettingKey Sets, SettingKey Tags, SettingKey Allowed, SettingKey Denied, SettingKey Servers, SettingKey? ClientTools)
{
    public static ToolSelectionKeys OfAgent { get; } = new(
        new("tool_sets"),
        new("tool_tags"),
        new("allow_tools") { Misnomers = ["tools", "allowed_tools"] },
        new("deny_tools") { Misnomers = ["denied_tools"] },
        new("mcp_servers"),
        new("client_tools"));

    public static ToolSelectionKeys OfSet { get; } = new(
        new("inherits") { Misnomers = ["tool_sets", "extends"] },
        new("tags") { Misnomers = ["tool_tags"] },
        new("tools") { Misnomers = ["allow_tools"] },
        new("deny") { Misnomers = ["deny_tools"] },
        new("mcp_servers"),
        ClientTools: null);

    public ImmutableArray<SettingKey> All { get; } =
        [Sets, Tags, Allowed, Denied, Servers, .. (ClientTools is null ? ImmutableArray<SettingKey>.Empty : [ClientTools])];
}
