namespace AIWhisperer.Core.Configuration;

/// <summary>Finds the name that was probably meant: the known one with the least edits to the one written.</summary>
internal static class NearestName
{
    private const int LongestCompared = 64;

    /// <summary>The nearest known name, or null when none is near: at most a third of the letters may differ, and at most three.</summary>
    public static string? Find(string written, IEnumerable<string> known)
    {
        if (written.Length > LongestCompared)
        {
            return null;
        }

        int most = Math.Clamp(written.Length / 3, 1, 3);
        return known
            .Where(name => name.Length <= LongestCompared)
            .Select(name => (Name: name, Edits: Edits(written.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(candidate => candidate.Edits <= most)
            .OrderBy(candidate => candidate.Edits)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>The remedy for an unknown name: the nearest one, or all of them.</summary>
    public static string Remedy(string written, IReadOnlyCollection<string> known, string nothingKnown)
    {
        if (Find(written, known) is { } near)
        {
            return $"Did you mean `{near}`?";
        }

        return known.Count == 0
            ? nothingKnown
            : $"Use one of: {string.Join(", ", known.Order(StringComparer.Ordinal).Take(30))}.";
    }

    // Insertions, deletions, substitutions and swaps of neighbours count one each.
    private static int Edits(string from, string to)
    {
        int[] beforeLast = new int[to.Length + 1];
        int[] last = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int[] row = new int[to.Length + 1];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int substituted = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(substituted, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last) = (last, row);
        }

        return last[to.Length];
    }
}
