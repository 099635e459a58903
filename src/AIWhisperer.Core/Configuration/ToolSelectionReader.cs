using System.Collections.Immutable;

namespace AIWhisperer.Core.Configuration;

/// <summary>Reads which tools an agent or a tool set means, and notes every name that means nothing.</summary>
/// <param name="keys">How the settings are spelled.</param>
/// <param name="known">What may be named.</param>
internal sealed class ToolSelectionReader(ToolSelectionKeys keys, ToolReferences known)
{
    private const int MostNames = 64;
    private const int LongestName = 100;

    private readonly string[] _tools = [.. known.Tools.Select(tool => tool.Name)];
    private readonly string[] _tags = [.. known.Tools.SelectMany(tool => tool.Tags).Distinct()];

    public ToolSelection Read(MappingReader owner)
    {
        var takesClientTools = keys.ClientTools is { } clientTools && owner.Flag(clientTools.Name) is true;
        var denied = Names(owner, keys.Denied, "tool", name => CheckDenied(owner, name, takesClientTools));
        return new()
        {
            Sets = Names(owner, keys.Sets, "tool set", name => CheckSet(owner, name)),
            Tags = Names(owner, keys.Tags, "tag", name => CheckTag(owner, name)),
            Allowed = Names(owner, keys.Allowed, "tool", name => CheckAllowed(owner, name, denied)),
            Denied = denied,
            Servers = Names(owner, keys.Servers, "MCP server", name => CheckServer(owner, keys.Servers, name, name.Value)),
            ClientTools = takesClientTools,
        };
    }

    private static ImmutableArray<string> Names(MappingReader owner, SettingKey key, string what, Func<YamlScalar, bool> isGood)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        var good = ImmutableArray.CreateBuilder<string>();
        foreach (var name in owner.List(key.Name, MostNames, LongestName))
        {
            if (!names.Add(name.Value))
            {
                owner.Report(key.Name, $"The {what} `{ShownText.Of(name.Value)}` is named twice.", "Keep one of them.", name);
            }
            else if (isGood(name))
            {
                good.Add(name.Value);
            }
        }

        return good.DrainToImmutable();
    }

    private bool CheckSet(MappingReader owner, YamlScalar name)
    {
        if (known.FaultySets.Contains(name.Value))
        {
            owner.Report(keys.Sets.Name, $"The tool set `{name.Value}` has errors in tools.yaml.", "Mend them there.", name);
            return false;
        }

        return IsAmong(
            owner, keys.Sets, name, name.Value, known.Sets, "There is no tool set `{0}`.", "Declare it in tools.yaml.");
    }

    private bool CheckTag(MappingReader owner, YamlScalar name) => IsAmong(
        owner, keys.Tags, name, name.Value, _tags, "No tool has the tag `{0}`.", "Remove it: no tool of this server has a tag.");

    private bool CheckServer(MappingReader owner, SettingKey key, YamlScalar at, string server) => IsAmong(
        owner, key, at, server, known.Servers, "There is no MCP server `{0}`.", "Declare it in mcp.yaml.");

    private bool CheckAllowed(MappingReader owner, YamlScalar name, ImmutableArray<string> denied)
    {
        if (!_tools.Contains(name.Value) && !IsOfServer(name.Value))
        {
            if (NamePattern.HasWildcard(name.Value))
            {
                owner.Report(
                    keys.Allowed.Name, $"`{ShownText.Of(name.Value)}` names no tool: here `*` stands only for tools of an MCP server.",
                    "Name each tool, or a tool set or a tag; all tools of an MCP server are `server__*`.", name);
                return false;
            }

            return CheckTool(owner, keys.Allowed, name);
        }

        if (denied.FirstOrDefault(pattern => NamePattern.Matches(pattern, name.Value)) is { } taking)
        {
            owner.Report(
                keys.Allowed.Name, $"The tool `{name.Value}` is taken away again by `{keys.Denied.Name}: {taking}`.", "Keep one of the two.", name);
            return false;
        }

        return true;
    }

    // A name that is misspelled here leaves a tool granted: what can mean nothing is refused.
    private bool CheckDenied(MappingReader owner, YamlScalar name, bool takesClientTools)
    {
        if (_tools.Any(tool => NamePattern.Matches(name.Value, tool))
            || known.Servers.Any(server => NamePattern.CanMatchAfter(NamePattern.PrefixOf(server), name.Value))
            || (takesClientTools && NamePattern.IsValid(name.Value) && NearestName.Find(name.Value, _tools) is null))
        {
            return true;
        }

        return CheckTool(owner, keys.Denied, name);
    }

    private bool CheckTool(MappingReader owner, SettingKey key, YamlScalar name)
    {
        // The mark between a server and its tool: what stands before it tells which of the two is unknown.
        var mark = name.Value.IndexOf(NamePattern.PrefixOf(""), StringComparison.Ordinal);
        return mark > 0 && !known.Servers.Contains(name.Value[..mark]) && NearestName.Find(name.Value, _tools) is null
            ? CheckServer(owner, key, name, name.Value[..mark])
            : IsAmong(owner, key, name, name.Value, _tools, "There is no tool `{0}`.", "Remove it: this server has no tools.");
    }

    private bool IsOfServer(string name) =>
        NamePattern.IsValid(name)
        && known.Servers.Any(server => name.Length > NamePattern.PrefixOf(server).Length
            && name.StartsWith(NamePattern.PrefixOf(server), StringComparison.Ordinal));

    private static bool IsAmong(
        MappingReader owner, SettingKey key, YamlScalar at, string name, IReadOnlyCollection<string> names, string message, string nothingKnown)
    {
        if (names.Contains(name))
        {
            return true;
        }

        owner.Report(
            key.Name, message.Replace("{0}", ShownText.Of(name), StringComparison.Ordinal), NearestName.Remedy(name, names, nothingKnown), at);
        return false;
    }
}
