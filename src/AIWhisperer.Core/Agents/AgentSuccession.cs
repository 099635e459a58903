using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Agents;

/// <summary>Decides what is in service after a reading: good definitions replace, bad ones leave the last good ones in place.</summary>
internal static class AgentSuccession
{
    public static AgentSnapshot Next(AgentSnapshot before, AgentDirectoryReading reading)
    {
        Dictionary<string, AgentEntry> agents = new(StringComparer.Ordinal);
        foreach (AgentEntry entry in before.Agents.Values)
        {
            if (FindLoss(entry, reading) is { } problems)
            {
                agents[entry.Id] = entry with { State = entry.Definition is null ? AgentState.Invalid : AgentState.Stale, Problems = problems };
            }
        }

        // An id that several files declare is read several times, each time without a definition: their problems add up.
        foreach (IGrouping<string, AgentReading> agent in reading.Files.SelectMany(file => file.Agents).GroupBy(agent => agent.Id))
        {
            AgentReading one = new(agent.Key, agent.First().Line, agent.First().Definition, [.. agent.SelectMany(part => part.Problems)]);
            agents[agent.Key] = Next(before.Agents.GetValueOrDefault(agent.Key), one);
        }

        return Snapshot(agents.Values, [.. reading.Problems, .. reading.Files.SelectMany(file => file.Problems)]);
    }

    public static AgentSnapshot Snapshot(IEnumerable<AgentEntry> entries, ImmutableArray<ConfigurationProblem> problems)
    {
        var agents = entries.ToImmutableSortedDictionary(entry => entry.Id, entry => entry, StringComparer.Ordinal);
        IEnumerable<string?> revisions = agents.Values.SelectMany(entry => new[] { entry.Id, entry.Definition?.Revision });
        return new(ContentRevision.Of(revisions), agents, problems);
    }

    public static AgentEntry Next(AgentEntry? before, AgentReading reading)
    {
        bool hasLastGood = before is { Definition: not null } and not { State: AgentState.Valid, Problems.IsEmpty: false };
        return reading switch
        {
            { Problems.IsEmpty: true } => new(reading.Id, AgentState.Valid, reading.Definition, []),
            { Definition: not null } when !hasLastGood => new(reading.Id, AgentState.Valid, reading.Definition, reading.Problems),
            _ when before?.Definition is { } kept => new(reading.Id, AgentState.Stale, kept, reading.Problems),
            _ => new(reading.Id, AgentState.Invalid, null, reading.Problems),
        };
    }

    public static ImmutableArray<AgentChange> Changes(AgentSnapshot before, AgentSnapshot after) =>
    [
        .. before.Agents.Keys.Union(after.Agents.Keys).Order(StringComparer.Ordinal)
            .Select(id => Change(id, before.Agents.GetValueOrDefault(id)?.Definition, after.Agents.GetValueOrDefault(id)?.Definition))
            .OfType<AgentChange>(),
    ];

    private static AgentChange? Change(string id, AgentDefinition? before, AgentDefinition? after) => (before, after) switch
    {
        (null, { }) => new(AgentChangeKind.Added, id, before, after, []),
        ({ }, null) => new(AgentChangeKind.Removed, id, before, after, []),
        ({ }, { }) when before.Revision != after.Revision =>
            new(AgentChangeKind.Changed, id, before, after, AgentValues.ChangedKeys(before, after)),
        _ => null,
    };

    // Why nothing can be known of the agent now: its file or the whole directory is unreadable.
    private static ImmutableArray<ConfigurationProblem>? FindLoss(AgentEntry entry, AgentDirectoryReading reading) =>
        reading.IsReadable
            ? reading.Files.FirstOrDefault(file => !file.IsReadable && file.File == SourceFile(entry))?.Problems
            : reading.Problems;

    private static string? SourceFile(AgentEntry entry) => entry.Definition?.SourceFile ?? entry.Problems.FirstOrDefault()?.File;
}
