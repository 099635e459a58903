using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AIWhisperer.Mcp;

/// <summary>
/// A small process that outlives this one by a moment: when this one is gone, however it went, it ends the process groups that were left
/// behind. Started with the first group. Thread-safe.
/// </summary>
internal sealed class ProcessWarden : IDisposable
{
    private const string Shell = "/bin/sh";

    // Its input ends with this process. It is told of groups a line each, and kept free of any text that is not a number.
    private const string Script = """
        exec 2>/dev/null
        groups=
        while read -r verb group; do
          case $verb in
            watch) groups="$groups $group " ;;
            forget) case $groups in *" $group "*) groups="${groups%%" $group "*}${groups#*" $group "}" ;; esac ;;
          esac
        done
        for group in $groups; do kill -TERM "-$group"; done
        [ -z "$groups" ] || sleep 1
        for group in $groups; do kill -KILL "-$group"; done
        """;

    private readonly Lock _gate = new();
    private readonly HashSet<int> _groups = [];
    private Process? _process;

    /// <summary>The group is ended with this process.</summary>
    public void Watch(int group) => Tell("watch", group, _groups.Add);

    /// <summary>The group is no more.</summary>
    public void Forget(int group) => Tell("forget", group, _groups.Remove);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _process?.StandardInput.Dispose();
            _process?.Dispose();
            _process = null;
        }
    }

    private void Tell(string verb, int group, Func<int, bool> note)
    {
        lock (_gate)
        {
            if (!note(group))
            {
                return;
            }

            try
            {
                if (_process is null or { HasExited: true })
                {
                    _process?.Dispose();
                    _process = Start();
                    foreach (var known in _groups)
                    {
                        Write("watch", known);
                    }
                }
                else
                {
                    Write(verb, group);
                }
            }
            catch (Exception fault) when (fault is IOException or Win32Exception)
            {
                // Without it a group outlives a killed server, and only such a one.
            }
        }
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo(SessionLeader.Program ?? Shell)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in SessionLeader.Program is null ? ["-c", Script] : (string[])[Shell, "-c", Script])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        return Process.Start(start)!;
    }

    private void Write(string verb, int group)
    {
        _process!.StandardInput.Write(string.Create(CultureInfo.InvariantCulture, $"{verb} {group}\n"));
        _process.StandardInput.Flush();
    }
}
