namespace AIWhisperer.Core.Tools;

/// <summary>Finds what is wrong between tool sets: circles, chains that are too long, and heirs of sets with errors.</summary>
internal static class ToolSetInheritance
{
    private const int MostLevels = 8;

    /// <param name="drafts">All sets of the file, by name.</param>
    public static void Check(IReadOnlyDictionary<string, ToolSetDraft> drafts)
    {
        foreach (var draft in drafts.Values)
        {
            if (FindCircle(draft.Set.Name, drafts) is { } circle)
            {
                draft.ReportParents($"The set inherits itself: {string.Join(" > ", circle)}.", "Remove one of these steps.");
            }
        }

        SpreadFaults(drafts);
        foreach (var draft in drafts.Values.Where(draft => !draft.IsFaulty).ToList())
        {
            if (LongestChain(draft, drafts, []) > MostLevels)
            {
                draft.ReportParents($"The set inherits through more than {MostLevels} levels.", "Name the tools, or sets that are nearer to them.");
            }
        }

        SpreadFaults(drafts);
    }

    // Widens from the set until it comes back to it: each set is met once, and the way back is a shortest one.
    private static List<string>? FindCircle(string name, IReadOnlyDictionary<string, ToolSetDraft> drafts)
    {
        Dictionary<string, string> cameFrom = new(StringComparer.Ordinal);
        Queue<string> next = new([name]);
        while (next.TryDequeue(out var at))
        {
            foreach (var parent in drafts[at].Set.Selection.Sets)
            {
                if (parent == name)
                {
                    List<string> circle = [name];
                    for (var step = at; step != name; step = cameFrom[step])
                    {
                        circle.Insert(0, step);
                    }

                    return [name, .. circle];
                }

                if (cameFrom.TryAdd(parent, at))
                {
                    next.Enqueue(parent);
                }
            }
        }

        return null;
    }

    private static void SpreadFaults(IReadOnlyDictionary<string, ToolSetDraft> drafts)
    {
        bool hasSpread;
        do
        {
            hasSpread = false;
            foreach (var draft in drafts.Values.Where(draft => !draft.IsFaulty))
            {
                if (draft.Set.Selection.Sets.FirstOrDefault(parent => drafts[parent].IsFaulty) is { } faulty)
                {
                    draft.ReportParents($"The inherited set `{faulty}` has errors.", "Mend them there.");
                    hasSpread = true;
                }
            }
        }
        while (hasSpread);
    }

    private static int LongestChain(ToolSetDraft draft, IReadOnlyDictionary<string, ToolSetDraft> drafts, Dictionary<string, int> known)
    {
        if (!known.TryGetValue(draft.Set.Name, out var levels))
        {
            levels = 1 + draft.Set.Selection.Sets.Select(parent => LongestChain(drafts[parent], drafts, known)).DefaultIfEmpty(0).Max();
            known.Add(draft.Set.Name, levels);
        }

        return levels;
    }
}
