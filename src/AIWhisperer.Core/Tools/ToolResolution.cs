using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tools;

/// <summary>Works out which tools a selection means, and why. Not thread-safe; for one moment's sets.</summary>
/// <param name="catalog">The server's own tools.</param>
/// <param name="sets">The tool sets; none inherits itself.</param>
/// <param name="serverIds">The servers of tools.</param>
internal sealed class ToolResolution(
    ToolCatalog catalog, ImmutableSortedDictionary<string, ToolSet> sets, IReadOnlyCollection<string> serverIds)
{
    private readonly Dictionary<string, Choice> _chosen = new(StringComparer.Ordinal);
    private IReadOnlyList<ToolServerStatus> _statuses = [];

    /// <summary>The servers of which the selection means something, each once.</summary>
    public ImmutableArray<string> Servers(ToolSelection selection)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        return selection.OwnOnly ? [] : [.. Walk(selection).Distinct()];

        IEnumerable<string> Walk(ToolSelection at) =>
        [
            .. at.Servers,
            .. at.Allowed.SelectMany(name => serverIds.Where(id => IsOf(id, name))),
            .. at.Sets.Where(seen.Add).Select(sets.GetValueOrDefault).OfType<ToolSet>().SelectMany(set => Walk(set.Selection)),
        ];
    }

    /// <summary>The tools of the selection, each with the first reason in the order tools, sets, tags, servers, clients.</summary>
    /// <param name="selection">What is meant.</param>
    /// <param name="statuses">The servers with their tools.</param>
    /// <param name="clientTools">What the session's clients offer.</param>
    public GrantedTools Resolve(ToolSelection selection, IReadOnlyList<ToolServerStatus> statuses, IReadOnlyList<Tool> clientTools)
    {
        _statuses = statuses;
        _chosen.Clear();
        Choice choice = new(pattern => $"deny_tools: {pattern}", selection);
        Choose(
            choice,
            named: "allow_tools",
            set: path => $"tool_sets: {path}",
            tag: tag => $"tool_tags: {tag}",
            server: id => $"mcp_servers: {id}");
        foreach (var tool in selection.ClientTools ? clientTools : [])
        {
            choice.Add(tool, "client_tools");
        }

        return new GrantedTools(
            choice.Granted.ToImmutableSortedDictionary(StringComparer.Ordinal), [.. statuses.Where(status => status.Reason is not null)])
        {
            Denied = [.. choice.Denied.Values.Where(denied => !choice.Granted.ContainsKey(denied.Tool.Name))],
        };
    }

    private static bool IsOf(string serverId, string name) => name.StartsWith(NamePattern.PrefixOf(serverId), StringComparison.Ordinal);

    private void Choose(Choice choice, string named, Func<string, string> set, Func<string, string> tag, Func<string, string> server)
    {
        foreach (var tool in choice.Selection.Allowed.SelectMany(Named))
        {
            choice.Add(tool, named);
        }

        foreach (var inherited in choice.Selection.Sets.Select(sets.GetValueOrDefault).OfType<ToolSet>().Select(Of))
        {
            foreach (var (tool, because) in inherited.Granted.Values)
            {
                choice.Add(tool, set(because));
            }

            foreach (var (tool, because) in inherited.Denied.Values)
            {
                choice.Denied.TryAdd(tool.Name, new DeniedTool(tool, set(because)));
            }
        }

        foreach (var name in choice.Selection.Tags)
        {
            foreach (var tool in catalog.Tools.Where(tool => tool.Tags.Contains(name)))
            {
                choice.Add(tool, tag(name));
            }
        }

        foreach (var status in choice.Selection.Servers.SelectMany(id => _statuses.Where(status => status.Id == id)))
        {
            foreach (var tool in status.Tools)
            {
                choice.Add(tool, server(status.Id));
            }
        }
    }

    private Choice Of(ToolSet set)
    {
        if (!_chosen.TryGetValue(set.Name, out var choice))
        {
            choice = new(pattern => $"{set.Name}, deny: {pattern}", set.Selection);
            Choose(choice, named: set.Name, set: path => $"{set.Name} > {path}", tag: _ => set.Name, server: _ => set.Name);
            _chosen.Add(set.Name, choice);
        }

        return choice;
    }

    private IEnumerable<Tool> Named(string name) => catalog.Find(name) is { } own
        ? [own]
        : _statuses.Where(status => IsOf(status.Id, name)).SelectMany(status => status.Tools).Where(tool => NamePattern.Matches(name, tool.Name));

    /// <summary>What one selection grants and takes away so far.</summary>
    private sealed class Choice(Func<string, string> denial, ToolSelection selection)
    {
        public ToolSelection Selection => selection;

        public Dictionary<string, GrantedTool> Granted { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, DeniedTool> Denied { get; } = new(StringComparer.Ordinal);

        public void Add(Tool tool, string because)
        {
            if (selection.Denied.FirstOrDefault(pattern => NamePattern.Matches(pattern, tool.Name)) is { } pattern)
            {
                Denied[tool.Name] = new DeniedTool(tool, denial(pattern));
            }
            else
            {
                Granted.TryAdd(tool.Name, new GrantedTool(tool, because));
            }
        }
    }
}
