using System.Globalization;

namespace AIWhisperer.Core.Processes;

/// <summary>The system's table of processes; Linux.</summary>
internal static class ProcessTable
{
    /// <summary>
    /// The live processes of a program: those that carry its mark or are in its session, and whatever descends from them.
    /// </summary>
    /// <param name="mark">The program's.</param>
    /// <param name="session">The number of the session that its first process began, and of that process; null when that is over.</param>
    /// <param name="leaderHasExited">Whether that process had ended before.</param>
    public static HashSet<int> Find(ProcessMark mark, int? session, bool leaderHasExited)
    {
        var rows = Read();
        if (leaderHasExited && rows.Exists(row => row.Id == session))
        {
            // The system has given the number to another program, which it does not before the session is empty.
            session = null;
        }

        var found = rows.Where(row => row.Session == session || IsMarked(row.Id, mark)).Select(row => row.Id).ToHashSet();
        for (var before = -1; before != found.Count;)
        {
            before = found.Count;
            found.UnionWith(rows.Where(row => found.Contains(row.Parent)).Select(row => row.Id));
        }

        return found;
    }

    private static List<Row> Read() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Read(id) : null)
            .OfType<Row>(),
    ];

    private static Row? Read(int id)
    {
        if (TryRead(id, "stat") is not { } text)
        {
            return null;
        }

        // After the name, which may hold anything: state, parent, group, session.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : new(id, Number(fields[1]), Number(fields[3]));
    }

    private static bool IsMarked(int id, ProcessMark mark) => TryRead(id, "limits") is { } limits && mark.IsOn(limits);

    private static string? TryRead(int id, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{file}"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return null;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Row(int Id, int Parent, int Session);
}
