using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tools;

/// <summary>The keys of <c>tools.yaml</c>. What is listed here is read, and the JSON Schema lists the same.</summary>
internal static class ToolSetKeys
{
    public static ImmutableArray<SettingKey> File { get; } = [new("sets") { Misnomers = ["tool_sets"] }];

    public static ImmutableArray<SettingKey> Set { get; } = [new("description"), .. ToolSelectionKeys.OfSet.All];
}
