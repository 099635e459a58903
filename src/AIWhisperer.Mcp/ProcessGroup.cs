using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace AIWhisperer.Mcp;

/// <summary>A program and all that it started, as the system's process table shows them; Linux.</summary>
/// <param name="leader">The program's process, which leads a session of its own.</param>
/// <param name="mark">The value of <see cref="Variable"/> in the program's environment, which what it starts inherits.</param>
internal sealed partial class ProcessGroup(int leader, string mark)
{
    /// <summary>The environment variable that the processes of a program are known by, wherever they went.</summary>
    public const string Variable = "AIWHISPERER_MCP";

    private const int Terminate = 15;
    private const int Kill = 9;

    private readonly byte[] _mark = Encoding.ASCII.GetBytes($"{Variable}={mark}\0");

    // With the time of their start: a process of the same number may be another one.
    private readonly HashSet<(int Id, string Started)> _seen = [];

    /// <summary>
    /// Looks for what belongs to the group now: what is in the leader's session and group, or carries the mark, and the children of those.
    /// One that left the session, cleared its environment and lost its parent is known only if it was seen before.
    /// </summary>
    /// <returns>Whether any of them lives.</returns>
    public bool Look()
    {
        var rows = ReadTable();
        var found = rows
            .Where(row => row.Session == leader || row.Group == leader || _seen.Contains((row.Id, row.Started)) || IsMarked(row.Id))
            .ToDictionary(row => row.Id, row => row.Started);
        for (var before = -1; before != found.Count;)
        {
            before = found.Count;
            foreach (var row in rows.Where(row => found.ContainsKey(row.Parent)))
            {
                found[row.Id] = row.Started;
            }
        }

        _seen.Clear();
        _seen.UnionWith(found.Select(one => (one.Key, one.Value)));
        return found.Count > 0;
    }

    /// <summary>Asks all of them to end.</summary>
    public void AskToEnd() => Signal(Terminate);

    /// <summary>Ends all of them.</summary>
    public void End() => Signal(Kill);

    private void Signal(int signal)
    {
        Look();
        foreach (var (id, _) in _seen)
        {
            _ = SendSignal(id, signal);
        }
    }

    private bool IsMarked(int id)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/environ").AsSpan().IndexOf(_mark) >= 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static List<Row> ReadTable()
    {
        List<Row> rows = [];
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && Read(id) is { } row)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private static Row? Read(int id)
    {
        try
        {
            // The name in parentheses may hold anything, parentheses too.
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X"
                ? null
                : new(id, Number(fields[1]), Number(fields[2]), Number(fields[3]), fields[19]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or FormatException)
        {
            // It ended meanwhile.
            return null;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);

    private sealed record Row(int Id, int Parent, int Group, int Session, string Started);
}
