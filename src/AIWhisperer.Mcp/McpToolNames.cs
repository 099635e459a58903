using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace AIWhisperer.Mcp;

/// <summary>Makes of a server's names of its tools those that models call them by: <c>server__tool</c>.</summary>
internal static class McpToolNames
{
    private const int Longest = 64;
    private const int HashDigits = 8;

    /// <summary>By the server's own name; all different.</summary>
    public static ImmutableDictionary<string, string> For(string serverId, IEnumerable<string> tools)
    {
        var plain = tools.Distinct(StringComparer.Ordinal).ToDictionary(tool => tool, tool => Plain(serverId, tool), StringComparer.Ordinal);
        var shared = plain.Values.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        return plain.ToImmutableDictionary(
            name => name.Key,
            name => name.Value.Length > Longest || (shared.Contains(name.Value) && name.Value != $"{serverId}__{name.Key}")
                ? Hashed(name.Value, name.Key)
                : name.Value,
            StringComparer.Ordinal);
    }

    private static string Plain(string serverId, string tool) =>
        $"{serverId}__{string.Concat(tool.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'))}";

    private static string Hashed(string name, string tool)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tool)))[..HashDigits];
        return $"{name[..Math.Min(name.Length, Longest - HashDigits - 1)]}_{hash}";
    }
}
