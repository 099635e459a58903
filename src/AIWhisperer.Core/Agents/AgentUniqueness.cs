using System.Collections.Immutable;

namespace AIWhisperer.Core.Agents;

/// <summary>Checks what must be unique among all agents: ids and shortcuts.</summary>
internal static class AgentUniqueness
{
    public static ImmutableArray<AgentFileReading> Check(ImmutableArray<AgentFileReading> files)
    {
        Dictionary<string, AgentFileReading> firstFiles = new(StringComparer.Ordinal);
        HashSet<string> duplicates = new(StringComparer.Ordinal);
        foreach (AgentFileReading file in files)
        {
            duplicates.UnionWith(file.Agents.Where(agent => !firstFiles.TryAdd(agent.Id, file)).Select(agent => agent.Id));
        }

        Dictionary<string, string> shortcutOwners = new(StringComparer.Ordinal);
        return
        [
            .. files.Select(file => file with
            {
                Agents =
                [
                    .. file.Agents
                        .Select(agent => duplicates.Contains(agent.Id) ? Spoil(agent, file, firstFiles[agent.Id]) : agent)
                        .Select(agent => FreeShortcut(agent, shortcutOwners)),
                ],
            }),
        ];
    }

    // Which of the two is meant nobody can tell, so neither comes into service.
    private static AgentReading Spoil(AgentReading agent, AgentFileReading file, AgentFileReading first) => agent with
    {
        Definition = null,
        Problems = file == first
            ? agent.Problems
            : agent.Problems.Add(new(
                file.File, agent.Line, 1, agent.Id, $"The agent `{agent.Id}` is also declared in {first.File}.",
                "Remove or rename one.")),
    };

    private static AgentReading FreeShortcut(AgentReading agent, Dictionary<string, string> owners)
    {
        if (agent.Definition is not { Shortcut: { } shortcut } definition || owners.TryAdd(shortcut, agent.Id))
        {
            return agent;
        }

        return agent with
        {
            Definition = AgentValues.Stamp(definition with { Shortcut = null }),
            Problems = agent.Problems.Add(new(
                definition.SourceFile, agent.Line, 1, $"{agent.Id}.shortcut",
                $"The shortcut `{shortcut}` already belongs to `{owners[shortcut]}`.", "Choose another character.", FallsBack: true)),
        };
    }
}
