using System.Globalization;

namespace AIWhisperer.Core.Processes;

/// <summary>A control group of one program, which nothing that it starts leaves.</summary>
internal sealed class ControlGroup : IDisposable
{
    private readonly string _directory;

    private ControlGroup(string directory) => _directory = directory;

    /// <summary>The file that a process joins by, and that lists the members.</summary>
    public string MembersFile => Path.Combine(_directory, "cgroup.procs");

    /// <summary>Whether the group can be ended at one stroke.</summary>
    public bool CanEnd => File.Exists(EndFile);

    /// <summary>Whether the number of its members can be limited.</summary>
    public bool CanLimit => File.Exists(LimitFile);

    private string EndFile => Path.Combine(_directory, "cgroup.kill");

    private string LimitFile => Path.Combine(_directory, "pids.max");

    /// <summary>Makes a group; null where that is not possible, as where there is no tree to make it in.</summary>
    public static ControlGroup? TryCreate(string directory)
    {
        if (!Directory.Exists(Path.GetDirectoryName(directory)))
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        var group = new ControlGroup(directory);
        if (File.Exists(group.MembersFile) && (group.CanEnd || group.CanLimit))
        {
            return group;
        }

        group.Dispose();
        return null;
    }

    /// <summary>Lets it have so many processes and threads at most.</summary>
    public void Limit(int mostProcesses) => TryWrite(LimitFile, mostProcesses);

    /// <summary>The processes that are in it now, but for those that are out of the server's name space: these have no number here.</summary>
    public IEnumerable<int> Members()
    {
        try
        {
            return File.ReadAllLines(MembersFile).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Where(id => id > 0);
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Ends its members at one stroke, or else lets none of them start another process.</summary>
    public void End()
    {
        if (CanEnd)
        {
            TryWrite(EndFile, 1);
        }
        else
        {
            Limit(0);
        }
    }

    /// <summary>Removes it, unless a process is still in it.</summary>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_directory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It stays, empty or not, until the machine restarts; it takes next to nothing.
        }
    }

    private static void TryWrite(string file, int value)
    {
        try
        {
            File.WriteAllText(file, value.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What else is known of the members has to do.
        }
    }
}
