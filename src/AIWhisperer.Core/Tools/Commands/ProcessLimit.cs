using System.Globalization;

namespace AIWhisperer.Core.Tools.Commands;

/// <summary>
/// A control group that limits how many processes a command may have, where the server may make one: as root. Root is exempt from the
/// limit that holds for other users.
/// </summary>
internal sealed class ProcessLimit : IDisposable
{
    private const string Prefix = "aiwhisperer-";

    // The controller's own tree, or the one tree of all controllers.
    private static readonly string[] s_trees = ["/sys/fs/cgroup/pids", "/sys/fs/cgroup"];

    private readonly string _directory;

    private ProcessLimit(string directory) => _directory = directory;

    /// <summary>The file that a process joins by, and that lists the members.</summary>
    public string MembersFile => Path.Combine(_directory, "cgroup.procs");

    /// <summary>Makes a group; null where that is not possible.</summary>
    public static ProcessLimit? TryCreate(string name, int maxProcesses)
    {
        var tree = Environment.IsPrivilegedProcess ? s_trees.FirstOrDefault(Directory.Exists) : null;
        if (tree is null)
        {
            return null;
        }

        var limit = new ProcessLimit(Path.Combine(tree, Prefix + name));
        try
        {
            Directory.CreateDirectory(limit._directory);
            limit.Set(maxProcesses);
            return limit;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            limit.Dispose();
            return null;
        }
    }

    /// <summary>The processes that are in the group now.</summary>
    public IEnumerable<int> Members()
    {
        try
        {
            return File.ReadAllLines(MembersFile).Select(line => int.Parse(line, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Lets no process of the group start another.</summary>
    public void Close() => Set(0);

    /// <summary>Removes the group, unless a process is still in it.</summary>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays, empty or not, until the machine restarts; it takes next to nothing.
        }
    }

    private void Set(int maxProcesses) =>
        File.WriteAllText(Path.Combine(_directory, "pids.max"), maxProcesses.ToString(CultureInfo.InvariantCulture));
}
