using System.Globalization;
using System.Text;

namespace AIWhisperer.Core.Tools.Commands;

/// <summary>
/// All processes of one command: those that carry its mark, are in its session or in its control group. What escapes without a sandbox has
/// cleared its environment and left the session, where there is no control group.
/// </summary>
internal sealed class CommandProcesses(string mark, int leader, ProcessLimit? limit, TimeProvider timeProvider)
{
    private const int MaxSweeps = 50;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _mark = Encoding.ASCII.GetBytes($"{CommandMark.Variable}={mark}\0");

    /// <summary>Asks them to end.</summary>
    public void Terminate()
    {
        foreach (var process in Find())
        {
            Signals.Send(process, Signals.Terminate);
        }
    }

    /// <summary>Kills them until none is left, for about a second at most.</summary>
    public async Task KillAsync()
    {
        limit?.Close();
        for (var sweep = 0; sweep < MaxSweeps; sweep++)
        {
            var found = Find();
            if (found.Count == 0)
            {
                return;
            }

            // The group first: that takes its members at one stroke, so that none starts another meanwhile.
            Signals.Send(-leader, Signals.Kill);
            foreach (var process in found)
            {
                Signals.Send(process, Signals.Kill);
            }

            await Task.Delay(s_pause, timeProvider, CancellationToken.None);
        }
    }

    private HashSet<int> Find()
    {
        var found = new HashSet<int>(limit?.Members() ?? []);
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var process) && IsOurs(directory))
            {
                found.Add(process);
            }
        }

        return found;
    }

    private bool IsOurs(string directory)
    {
        try
        {
            // After the name, which may hold anything: state, parent, group, session.
            var stat = File.ReadAllText(Path.Combine(directory, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var isDead = fields[0] is "Z" or "X";
            return !isDead
                && (fields[3] == leader.ToString(CultureInfo.InvariantCulture)
                    || File.ReadAllBytes(Path.Combine(directory, "environ")).AsSpan().IndexOf(_mark) >= 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
