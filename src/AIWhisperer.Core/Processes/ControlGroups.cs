using System.Diagnostics;
using System.Globalization;

namespace AIWhisperer.Core.Processes;

/// <summary>Makes control groups where the system lets the server do so, which is tried once.</summary>
internal sealed class ControlGroups
{
    private const string Root = "/sys/fs/cgroup";

    private static readonly TimeSpan s_trialLimit = TimeSpan.FromSeconds(10);

    private readonly string _name;
    private readonly Tree[] _trees;

    /// <param name="trees">Directories of control groups to make others in, the best first.</param>
    /// <param name="server">Tells the groups of this server from those of others.</param>
    public ControlGroups(IEnumerable<string> trees, int server)
    {
        _name = string.Create(CultureInfo.InvariantCulture, $"aiwhisperer-{server}-");
        _trees = [.. trees.Distinct().Select(Try).OfType<Tree>()];
    }

    /// <summary>Whether any can be made.</summary>
    public bool Any => _trees.Length > 0;

    /// <summary>How the paths of all groups of this server begin.</summary>
    public IEnumerable<string> Prefixes => _trees.Select(tree => PathOf(tree.Path, string.Empty));

    /// <summary>
    /// Where the system may have groups for this server: its own group, which ends with the unit or session that it belongs to, and the trees
    /// that only root can use.
    /// </summary>
    public static IEnumerable<string> SystemTrees()
    {
        if (Mount("/proc/self/mountinfo") is { } mount && Own("/proc/self/cgroup") is { } own)
        {
            yield return Path.TrimEndingDirectorySeparator(Path.Join(mount, own));
        }

        yield return $"{Root}/pids";
        yield return Root;
    }

    /// <summary>Makes a group; null where none can be made.</summary>
    /// <param name="number">Of the program.</param>
    /// <param name="mostProcesses">The most of its processes and threads, which is heeded where the system can limit them.</param>
    public ControlGroup? TryCreate(int number, int? mostProcesses)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        var best = _trees.OrderByDescending(tree => mostProcesses is null ? tree.CanEnd : tree.CanLimit);
        var group = best.Select(tree => ControlGroup.TryCreate(PathOf(tree.Path, name))).FirstOrDefault(group => group is not null);
        if (mostProcesses is { } most)
        {
            group?.Limit(most);
        }

        return group;
    }

    private Tree? Try(string path)
    {
        using var trial = ControlGroup.TryCreate(PathOf(path, "trial"));
        return trial is not null && CanBeJoined(trial) ? new(path, trial.CanEnd, trial.CanLimit) : null;
    }

    private string PathOf(string tree, string name) => Path.Combine(tree, _name + name);

    private static bool CanBeJoined(ControlGroup group)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "echo $$ > \"$1\"", "sh", group.MembersFile])
        {
            RedirectStandardError = true,
        })!;
        return process.WaitForExit(s_trialLimit) && process.ExitCode == 0;
    }

    // The one tree of version 2, wherever it is.
    private static string? Mount(string file) => Lines(file).Select(line => line.Split(' '))
        .FirstOrDefault(fields => fields.SkipWhile(field => field != "-").ElementAtOrDefault(1) == "cgroup2")?[4];

    private static string? Own(string file) => Lines(file).FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal))?["0::".Length..];

    private static string[] Lines(string file) => File.Exists(file) ? File.ReadAllLines(file) : [];

    private sealed record Tree(string Path, bool CanEnd, bool CanLimit);
}
