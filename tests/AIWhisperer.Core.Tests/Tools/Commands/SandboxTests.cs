using System.Diagnostics;
using System.Globalization;
using AIWhisperer.Core.Tests.Processes;
using AIWhisperer.Core.Tests.Tools.Web;
using AIWhisperer.Core.Tools.Commands;

namespace AIWhisperer.Core.Tests.Tools.Commands;

/// <summary>A program that means harm and is let run: what it reaches of the world around its sandbox.</summary>
public sealed class SandboxTests
{
    private const string Secret = "sk-canary-of-the-server";

    /// <summary>For a shell in the sandbox. OUT is a directory outside with a file "secret", PID a process outside, PORT a listener.</summary>
    private static readonly string[] s_attacks =
    [
        "touch OUT/harm",
        "cat OUT/secret",
        "rm -rf OUT; mkdir -p OUT && touch OUT/harm",
        "ln -s OUT out; touch out/harm; cat out/secret; rm out",
        "touch ../harm ../../harm",
        "cd ..; ls -la; cat */secret",
        "touch /usr/bin/harm /usr/harm /bin/harm /lib/harm /etc/harm /harm /dev/harm",
        "echo root::0:0::/:/bin/sh >> /etc/passwd",
        "mount -o remount,rw /usr && touch /usr/harm",
        "mount -o remount,bind,rw / && touch /harm && umount -l /usr",
        "umount -l /usr; umount -l /proc/sys; umount -l /proc",
        "unshare -Urm sh -c 'mount -o remount,bind,rw /usr && touch /usr/harm'",
        "unshare -Urmpf --mount-proc sh -c 'echo harm > /proc/sys/kernel/domainname'",
        "unshare -Urm sh -c 'mkdir -p /tmp/m; mount --bind / /tmp/m; cat /tmp/m/OUT/secret'",
        "nsenter -t 1 -m -p sh -c 'cat OUT/secret; touch OUT/harm'",
        "cat /proc/1/root/OUT/secret; cat /proc/1/cwd/OUT/secret; ls /proc/1/fd",
        "cat /proc/PID/environ /proc/PID/root/OUT/secret; for f in /proc/[0-9]*/environ; do cat $f; done",
        "for f in /proc/self/fd/*; do readlink $f; done | grep -v -e pipe -e null -e /proc; ls /proc/self/fd/3/..",
        "kill -9 PID; kill -9 1; kill -9 -1",
        "kill -STOP PID; kill -TERM -PID",
        "echo harm > /proc/sys/kernel/domainname; echo harm > /proc/sys/kernel/hostname",
        "hostname harm; domainname harm",
        "echo b > /proc/sysrq-trigger",
        "echo 1000 > /proc/PID/oom_score_adj",
        "mknod /tmp/disk b 254 0 && head -c 1 /tmp/disk; mknod /tmp/memory c 1 1 && head -c 1 /tmp/memory",
        "cat /dev/vda /dev/sda /dev/mem /dev/kmsg | head -c 1",
        "touch /dev/shm/harm; touch /run/harm; touch /var/tmp/harm; touch /sys/harm; touch /root/harm",
        "echo harm > /sys/fs/cgroup/pids/harm; mkdir /sys/fs/cgroup/harm",
        "bash -c 'echo harm > /dev/tcp/127.0.0.1/PORT'",
        "bash -c 'echo harm > /dev/tcp/::1/PORT'; bash -c 'echo harm > /dev/udp/127.0.0.1/PORT'",
        "ip link set lo up; ip link add v type veth; bash -c 'echo harm > /dev/tcp/127.0.0.1/PORT'",
        "unshare -Urn sh -c 'ip link set lo up'; ip route add default dev lo; bash -c 'echo harm > /dev/tcp/127.0.0.1/PORT'",
        "cp /bin/sh own; chmod 6755 own; ./own -p -c 'touch OUT/harm'; rm own",
        "setpriv --reuid 65534 --clear-groups touch OUT/harm; chroot / touch OUT/harm; chown 1:1 .",
        "env -i setsid sh -c '(setsid sleep SLEEP &) ; sleep SLEEP' > /dev/null 2>&1 &",
        "exec setsid env -i sleep SLEEP &",
        "prlimit --nproc=unlimited; ulimit -u unlimited; ulimit -c unlimited",
        "dmesg; cat /var/log/*; cat /root/.*; cat /home/*/.*; ls /var/run/docker.sock",
        "systemctl stop docker; shutdown -h now; reboot -f",
        "capsh --print; setcap cap_sys_admin+ep /bin/sh; cp /bin/sh own; setcap cap_sys_admin+ep own; ./own -c 'mount -t tmpfs t /usr'; rm own",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attacks_InTheSandbox_ReachNothingOutside()
    {
        using var stage = CommandStage.For(SandboxMode.Required);
        using var listener = new CountingListener();
        var outside = Directory.CreateDirectory(Path.Combine(stage.Around, "outside")).FullName;
        await File.WriteAllTextAsync(Path.Combine(outside, "secret"), Secret, Token);
        var sleep = SystemProcesses.UniqueSleep();
        using var bystander = Process.Start(new ProcessStartInfo("sleep", ["900"]) { Environment = { ["SECRET"] = Secret } })!;
        var before = State(stage);
        foreach (var attack in s_attacks)
        {
            var script = attack
                .Replace("OUT", outside, StringComparison.Ordinal)
                .Replace("PID", bystander.Id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("PORT", listener.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("SLEEP", sleep, StringComparison.Ordinal);

            var outcome = await stage.RunAsync("sh", "-c", script);

            Assert.StartsWith("exit code", outcome.Result, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, outcome.Result, StringComparison.Ordinal);
            Assert.Equal(before, State(stage));
            Assert.False(bystander.HasExited);
            Assert.Equal(0, SystemProcesses.Count(sleep));
        }

        Assert.Equal(0, await listener.CountAsync());
        bystander.Kill();
    }

    [Fact]
    public async Task Workspace_CanBeWritten_AndReadablePathsCanBeRead()
    {
        using var stage = CommandStage.For(SandboxMode.Required, options =>
        {
            options.Readable.Add(AppContext.BaseDirectory);
            options.Readable.Add("/no/such/path");
        });
        var seen = Path.Combine(AppContext.BaseDirectory, "AIWhisperer.Core.dll");

        var outcome = await stage.RunAsync("sh", "-c", $"echo made > file; test -r '{seen}' && ! touch '{seen}' && echo ok > \"$TMPDIR/x\"");

        Assert.StartsWith("exit code 0", outcome.Result, StringComparison.Ordinal);
        Assert.Equal("made\n", await File.ReadAllTextAsync(Path.Combine(stage.Workspace, "file"), Token));
    }

    private static string State(CommandStage stage) => string.Join('\n',
    [
        .. Directory.EnumerateFileSystemEntries(stage.Around, "*", SearchOption.AllDirectories)
            .Where(entry => !entry.StartsWith(stage.Workspace + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        .. ((string[])["/", "/usr", "/usr/bin", "/etc", "/dev/shm", "/var/tmp", "/root", "/run"])
            .Select(directory => Path.Combine(directory, "harm")).Where(Path.Exists),
        File.ReadAllText("/proc/sys/kernel/hostname"),
        File.ReadAllText("/proc/sys/kernel/domainname"),
        File.ReadAllText("/etc/passwd"),
        string.Join(' ', File.ReadAllLines("/proc/mounts").Where(line => line.Contains("harm", StringComparison.Ordinal))),
    ]);
}
