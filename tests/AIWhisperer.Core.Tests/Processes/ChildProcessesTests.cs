using System.Diagnostics;
using AIWhisperer.Core.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace AIWhisperer.Core.Tests.Processes;

/// <summary>Programs that flee, by each means that the system has to hold them.</summary>
public sealed class ChildProcessesTests
{
    private const int Fled = 5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Whether control groups are used, and, when they are, that of which kind.</summary>
    public static TheoryData<string> Means => ["none", "cgroup.kill", "pids.max"];

    [Theory]
    [MemberData(nameof(Means))]
    public async Task End_WhileItRuns_LeavesNothing(string means)
    {
        using var children = By(means);
        var sleep = SystemProcesses.UniqueSleep();
        using var child = Start(children, $"{Flight(sleep)}\nexec sleep {sleep}");
        await UntilAsync(sleep, Fled + 1);

        await child.EndAsync();

        Assert.Equal((0, false), (SystemProcesses.Count(sleep), child.IsAlive));
    }

    [Theory]
    [MemberData(nameof(Means))]
    public async Task End_AfterItsOwn_LeavesNothing(string means)
    {
        using var children = By(means);
        var sleep = SystemProcesses.UniqueSleep();
        using var child = Start(children, $"{Flight(sleep)}\nexit 3");
        await child.Process.WaitForExitAsync(Token);
        await UntilAsync(sleep, Fled);

        Assert.True(child.IsAlive);
        await child.EndAsync();

        Assert.Equal((0, 3), (SystemProcesses.Count(sleep), child.Process.ExitCode));
    }

    [Theory]
    [MemberData(nameof(Means))]
    public async Task End_OfTheServer_LeavesNothing(string means)
    {
        using var children = By(means);
        var sleep = SystemProcesses.UniqueSleep();
        using var first = Start(children, Flight(sleep));
        using var second = Start(children, $"{Flight(sleep)}\nexec sleep {sleep}");
        await UntilAsync(sleep, (2 * Fled) + 1);

        children.Dispose();

        await SystemProcesses.GoneAsync(sleep);
        Assert.Throws<ObjectDisposedException>(() => Start(children, ":"));
    }

    [Theory]
    [MemberData(nameof(Means))]
    public async Task End_OfOne_LeavesTheOthers(string means)
    {
        using var children = By(means);
        var (sleep, other) = (SystemProcesses.UniqueSleep(), SystemProcesses.UniqueSleep());
        using var first = Start(children, Flight(sleep));
        using var second = Start(children, Flight(other));
        await UntilAsync(sleep, Fled);
        await UntilAsync(other, Fled);

        await first.EndAsync();
        Assert.Equal((0, Fled), (SystemProcesses.Count(sleep), SystemProcesses.Count(other)));

        await second.EndAsync();
        Assert.Equal(0, SystemProcesses.Count(other));
    }

    /// <summary>The system gives the number of a program that is gone, with its whole session, to another.</summary>
    [Fact]
    public async Task End_WhenItsNumberIsAnothers_LeavesTheOther()
    {
        using var children = By("none");
        using var child = Start(children, "exit 0");
        await child.Process.WaitForExitAsync(Token);
        using var other = await SystemProcesses.StartAsNumberAsync(child.Process.Id, SystemProcesses.UniqueSleep());
        Assert.SkipWhen(other is null, "No process can be given that number here.");

        await child.EndAsync();
        var isLeft = !other.HasExited;
        other.Kill();

        Assert.True(isLeft);
    }

    [Theory]
    [InlineData("cgroup.kill")]
    [InlineData("pids.max")]
    public async Task End_InAControlGroup_FindsWhatHasShedItsLimitsAndForksOn(string means)
    {
        using var children = By(means);
        var sleep = SystemProcesses.UniqueSleep();
        using var child = Start(children, $"ulimit -m 1000; env -i setsid sh -c 'for _ in 1 2 3 4 5; do (while :; do setsid sleep {sleep}; done &) & done'");
        await UntilAsync(sleep, Fled);

        await child.EndAsync();

        Assert.Equal(0, SystemProcesses.Count(sleep));
    }

    [Theory]
    [MemberData(nameof(Means))]
    public async Task Start_Program_IsItselfAndNothingElse(string means)
    {
        using var children = By(means);
        var start = new ProcessStartInfo("env", ["sh", "-c", "env; cat; echo error >&2; exit 42"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";

        using var child = children.Start(start);
        await child.Process.StandardInput.WriteAsync("input");
        child.Process.StandardInput.Close();
        var output = await child.Process.StandardOutput.ReadToEndAsync(Token);
        await child.Process.WaitForExitAsync(Token);

        Assert.Equal("PATH=/usr/bin:/bin", output.Split('\n').First(line => line.StartsWith("PATH=", StringComparison.Ordinal)));
        Assert.EndsWith("input", output, StringComparison.Ordinal);
        Assert.Equal("error\n", await child.Process.StandardError.ReadToEndAsync(Token));
        Assert.Equal((42, false), (child.Process.ExitCode, child.IsAlive));
    }

    [Fact]
    public async Task Start_NoSuchProgram_EndsWithTheShellsCode()
    {
        using var children = By("none");

        using var child = children.Start(new ProcessStartInfo("/no/such/program") { RedirectStandardError = true });
        await child.Process.WaitForExitAsync(Token);

        Assert.Equal(127, child.Process.ExitCode);
    }

    private static ChildProcesses By(string means)
    {
        var trees = means == "none" ? [] : ControlGroups.SystemTrees().Where(tree => Has(tree, means)).ToArray();
        Assert.SkipWhen(means != "none" && trees.Length == 0, $"No control group with {means} can be made here.");
        return new ChildProcesses(() => trees, TimeProvider.System, NullLogger.Instance);
    }

    private static bool Has(string tree, string file)
    {
        using var group = ControlGroup.TryCreate(Path.Combine(tree, $"aiwhisperer-test-{Guid.NewGuid():N}"));
        return group is not null && (file == "cgroup.kill" ? group.CanEnd : group.CanLimit);
    }

    private static ChildProcess Start(ChildProcesses children, string script) => children.Start(new ProcessStartInfo("sh", ["-c", script]));

    /// <summary>Without their parent, session, environment, directory and what was open, deaf to signals.</summary>
    private static string Flight(string sleep) => $"""
        sleep {sleep} &
        setsid sleep {sleep} < /dev/null > /dev/null 2>&1 &
        (setsid setsid sleep {sleep} < /dev/null > /dev/null 2>&1 &)
        env -i setsid sh -c '(env -i setsid sleep {sleep} < /dev/null > /dev/null 2>&1 &) &'
        env -i setsid sh -c 'trap "" TERM HUP INT; cd /; exec <&- >&- 2>&- 3<&- 4<&- 5<&- 6<&-; (sleep {sleep} &) &'
        """;

    private static async Task UntilAsync(string sleep, int count)
    {
        while (SystemProcesses.Count(sleep) != count)
        {
            await Task.Delay(20, Token);
        }
    }
}
