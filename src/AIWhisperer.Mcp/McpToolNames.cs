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
        bool IsKept(KeyValuePair<string, string> name) =>
            name.Value.Length <= Longest && (!shared.Contains(name.Value) || name.Value == $"{serverId}__{name.Key}");

        // A tool may be named as another one's hash: that one is hashed until it is no other's.
        var names = plain.Where(IsKept).ToImmutableDictionary(StringComparer.Ordinal).ToBuilder();
        HashSet<string> taken = new(names.Values, StringComparer.Ordinal);
        foreach (var (tool, name) in plain.Where(name => !IsKept(name)).OrderBy(name => name.Key, StringComparer.Ordinal))
        {
            var hashed = Hashed(name, tool);
            for (var again = 1; !taken.Add(hashed); again++)
            {
                hashed = Hashed(name, $"{tool}\n{again}");
            }

            names.Add(tool, hashed);
        }

        return names.ToImmutable();
    }

    private static string Plain(string serverId, string tool) =>
        $"{serverId}__{string.Concat(tool.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'))}";

    private static string Hashed(string name, string tool)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tool)))[..HashDigits];
        return $"{name[..Math.Min(name.Length, Longest - HashDigits - 1)]}_{hash}";
    }
}
