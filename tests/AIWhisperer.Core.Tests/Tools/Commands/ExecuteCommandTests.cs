using AIWhisperer.Core.Processes;
using AIWhisperer.Core.Tests.Processes;
using AIWhisperer.Core.Tools.Commands;

namespace AIWhisperer.Core.Tests.Tools.Commands;

/// <summary>The tool outside a sandbox and in one.</summary>
public sealed class ExecuteCommandTests
{
    private const string Done = "exit code 0, ended by itself; output:\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Texts that a shell, a logger or a careless launcher would make something of. Most try to make a file called "harm".</summary>
    private static readonly string[] s_injections =
    [
        "; touch harm", "&& touch harm", "|| touch harm", "| touch harm", "& touch harm", "\ntouch harm\n", "\r\ntouch harm", "$(touch harm)",
        "`touch harm`", "${IFS}touch${IFS}harm", "> harm", ">> harm", "2> harm", "< /etc/passwd", "<(touch harm)", "<<< harm", "'; touch harm; '",
        "\"; touch harm; \"", "\\\"; touch harm; \\\"", "' && touch harm '", "$HOME", "~", "*", "{a,b}", "[a-z]*", "?", "!!", "^a^b", "\\", "\\n", "%s%n",
        "--", "-c touch harm", "-v", "--help", "$0", "\"$@\"", "\u0001\u001b]0;touch harm\u0007", "harm\u2028touch harm", "\U0001F600\u202Emrah hcuot",
        ";touch${IFS}../harm", "$(touch ../harm)", "\t;\ttouch\tharm", "#", "name=value", "() { :; }; touch harm", string.Empty, " ",
    ];

    [Theory]
    [InlineData(SandboxMode.Off)]
    [InlineData(SandboxMode.Required)]
    public async Task Injections_EachIsOneArgumentAndNothingElse(SandboxMode sandbox)
    {
        using var stage = CommandStage.For(sandbox);
        foreach (var text in s_injections)
        {
            var outcome = await stage.RunAsync("printf", "%s|", "first", text, "last");

            var shown = new string([.. text.Select(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r') ? '\uFFFD' : c)]);
            Assert.Equal($"{Done}first|{shown}|last|", outcome.Result);
            Assert.Equal([stage.Workspace], Directory.EnumerateFileSystemEntries(stage.Around, "*", SearchOption.AllDirectories));
        }

        Assert.InRange(s_injections.Length, 40, int.MaxValue);
    }

    [Theory]
    [InlineData("touch")]
    [InlineData("/usr/bin/printf")]
    [InlineData("../printf")]
    [InlineData("./printf")]
    [InlineData("printf ")]
    [InlineData("PRINTF")]
    [InlineData("printf;id")]
    [InlineData("")]
    public async Task Program_NotOnTheList_IsNotRun(string program)
    {
        using var stage = new CommandStage(SandboxMode.Off);

        var outcome = await stage.RunAsync(program, "x");

        Assert.StartsWith("This program may not run here. Those that may: sh, printf, env", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_ListedByItsPath_RunsByThatPathOnly()
    {
        using var stage = new CommandStage(SandboxMode.Off, options =>
        {
            options.Allowed.Clear();
            options.Allowed.Add("/usr/bin/printf");
            options.Allowed.Add("no-such-program");
        });

        Assert.Equal($"{Done}x", (await stage.RunAsync("/usr/bin/printf", "x")).Result);
        Assert.StartsWith("This program may not run here.", (await stage.RunAsync("printf", "x")).Error, StringComparison.Ordinal);
        Assert.Equal("The program 'no-such-program' may run but is not installed here.", (await stage.RunAsync("no-such-program")).Error);
    }

    [Fact]
    public async Task Command_EmptyOrWithNul_IsNotRun()
    {
        using var stage = new CommandStage(SandboxMode.Off);

        Assert.StartsWith("command is empty.", (await stage.RunAsync()).Error, StringComparison.Ordinal);
        Assert.StartsWith("command holds a NUL", (await stage.RunAsync("printf", "a\0b")).Error, StringComparison.Ordinal);
        Assert.StartsWith("command is too long.", (await stage.RunAsync("printf", new string('x', 100_001))).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SandboxMode.Off)]
    [InlineData(SandboxMode.Required)]
    public async Task Directory_InTheWorkspace_IsWhereItRuns(SandboxMode sandbox)
    {
        using var stage = CommandStage.For(sandbox);
        var directory = Directory.CreateDirectory(Path.Combine(stage.Workspace, "deep/er")).FullName;

        var outcome = await stage.RunInAsync("deep/er", "pwd");

        Assert.Equal($"{Done}{directory}\n", outcome.Result);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("/")]
    [InlineData("/etc")]
    [InlineData("a/../..")]
    [InlineData("../workspace-twin")]
    [InlineData("out")]
    [InlineData("out/etc")]
    [InlineData("circle")]
    [InlineData("missing")]
    [InlineData("a\0b")]
    public async Task Directory_NotInTheWorkspace_IsRefused(string directory)
    {
        using var stage = new CommandStage(SandboxMode.Off);
        Directory.CreateDirectory($"{stage.Workspace}-twin");
        Directory.CreateSymbolicLink(Path.Combine(stage.Workspace, "out"), "/");
        Directory.CreateSymbolicLink(Path.Combine(stage.Workspace, "circle"), "circle");

        var outcome = await stage.RunInAsync(directory, "pwd");

        Assert.StartsWith("There is no such directory in the workspace.", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SandboxMode.Off)]
    [InlineData(SandboxMode.Required)]
    public async Task Environment_IsThatOfTheSettings(SandboxMode sandbox)
    {
        Environment.SetEnvironmentVariable("REACH_CANARY_KEY", "sk-canary");
        using var stage = CommandStage.For(sandbox, options => options.Environment["LC_ALL"] = "C");

        var outcome = await stage.RunAsync("env");

        Assert.Equal(
            ["GIT_CONFIG_COUNT", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_KEY_0", "GIT_CONFIG_KEY_1", "GIT_CONFIG_KEY_2",
                "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_VALUE_0", "GIT_CONFIG_VALUE_1", "GIT_CONFIG_VALUE_2", "HOME", "LANG", "LC_ALL", "PATH", "PWD", "TMPDIR"],
            outcome.Result!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('=')[0])
                .Except(["OLDPWD"]).Append("PWD").Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("\nHOME=/dev/null\n", outcome.Result, StringComparison.Ordinal);
        Assert.Contains("\nPATH=/usr/local/bin:/usr/bin:/bin\n", outcome.Result, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", outcome.Result, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(SandboxMode.Off)]
    [InlineData(SandboxMode.Required)]
    public async Task Git_SettingsThatTheWorkspaceHolds_RunNoProgram(SandboxMode sandbox)
    {
        using var stage = CommandStage.For(sandbox, options => options.Allowed.Add("git"));
        await stage.RunAsync("git", "init", "--quiet", ".");
        var harm = $"fsmonitor = \"echo > {stage.Workspace}/harm; false\"\n";
        Put(".gitconfig", $"[core]\n{harm}");
        Put(".config/git/config", $"[core]\n{harm}");
        Put("lib/HEAD", "ref: refs/heads/main\n");
        Put("lib/refs/x", "");
        Put("lib/objects/x", "");
        Put("lib/config", $"[core]\nrepositoryformatversion = 0\nbare = false\nworktree = {stage.Workspace}\n{harm}");

        Assert.StartsWith("exit code 0", (await stage.RunAsync("git", "status")).Result, StringComparison.Ordinal);
        Assert.Contains("cannot use bare repository", (await stage.RunInAsync("lib", "git", "status")).Result, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(stage.Workspace, "harm")));

        void Put(string path, string content)
        {
            var file = Path.Combine(stage.Workspace, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }
    }

    [Theory]
    [InlineData(SandboxMode.Off)]
    [InlineData(SandboxMode.Required)]
    public async Task Input_IsEmpty(SandboxMode sandbox)
    {
        using var stage = CommandStage.For(sandbox);

        Assert.Equal("exit code 0, ended by itself; no output\n", (await stage.RunAsync("cat")).Result);
    }

    [Theory]
    [InlineData(SandboxMode.Off)]
    [InlineData(SandboxMode.Required)]
    public async Task End_ExitCodeAndBothOutputs_AreTold(SandboxMode sandbox)
    {
        using var stage = CommandStage.For(sandbox);

        var outcome = await stage.RunAsync("sh", "-c", "echo one; echo two >&2; echo three; exit 42");

        Assert.Equal("exit code 42, ended by itself; output:\none\ntwo\nthree\n", outcome.Result);
        Assert.Contains(stage.Calls.Progress, progress => progress.Message == "three");
    }

    [Theory]
    [InlineData(SandboxMode.Off)]
    [InlineData(SandboxMode.Required)]
    public async Task Output_Endless_IsCutToHeadAndTailAndTheProgramKilled(SandboxMode sandbox)
    {
        using var stage = CommandStage.For(sandbox);

        var pieces = 0;

        // A piece has a page at the least.
        var outcome = await stage.RunUntilAsync(_ => ++pieces == 100, "yes", "on and on");

        Assert.Matches(@"^exit code 1\d\d, killed at the limit of its time, .* output \(\d+ bytes, cut\):\non and on\n", outcome.Result!);
        Assert.Contains("bytes left out", outcome.Result, StringComparison.Ordinal);
        Assert.InRange(outcome.Result!.Length, 60_000, 65_536);
    }

    [Theory]
    [InlineData(SandboxMode.Off)]
    [InlineData(SandboxMode.Required)]
    public async Task Output_Binary_IsText(SandboxMode sandbox)
    {
        using var stage = CommandStage.For(sandbox);

        Assert.Equal($"{Done}a\uFFFDb\uFFFDc\u00E4\uFFFD", (await stage.RunAsync("printf", @"a\000b\377c\303\244\303")).Result);
        Assert.Contains("output (1000000 bytes, cut)", (await stage.RunAsync("head", "-c", "1000000", "/dev/urandom")).Result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SandboxMode.Off, true)]
    [InlineData(SandboxMode.Off, false)]
    [InlineData(SandboxMode.Required, true)]
    public async Task Limit_TreeThatDoesNotHeedSignals_IsGoneWhenTheCallEnds(SandboxMode sandbox, bool inGroups)
    {
        using var stage = CommandStage.For(sandbox, inGroups: inGroups);
        var sleep = SystemProcesses.UniqueSleep();

        var outcome = await stage.RunUntilAsync(progress => progress.Message == "started", Tree(sleep));

        Assert.Matches("^exit code 1\\d\\d, killed at the limit of its time, .*\nstarted\n", outcome.Result!);
        Assert.Equal(0, SystemProcesses.Count(sleep));
    }

    [Theory]
    [InlineData(SandboxMode.Off, true)]
    [InlineData(SandboxMode.Off, false)]
    [InlineData(SandboxMode.Required, true)]
    public async Task Cancel_Tree_IsKilled(SandboxMode sandbox, bool inGroups)
    {
        using var stage = CommandStage.For(sandbox, inGroups: inGroups);
        var sleep = SystemProcesses.UniqueSleep();
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stage.Calls.Reported += _ => turn.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stage.RunUntilAsync(turn.Token, Tree(sleep)));

        await SystemProcesses.GoneAsync(sleep);
    }

    [Theory]
    [InlineData(SandboxMode.Off, true)]
    [InlineData(SandboxMode.Off, false)]
    [InlineData(SandboxMode.Required, true)]
    public async Task End_WhatItLeavesBehind_IsKilled(SandboxMode sandbox, bool inGroups)
    {
        using var stage = CommandStage.For(sandbox, inGroups: inGroups);
        var sleep = SystemProcesses.UniqueSleep();

        var outcome = await stage.RunAsync("sh", "-c", $"{Escape(sleep)}; exit 3");

        Assert.StartsWith("exit code 3, ended by itself", outcome.Result, StringComparison.Ordinal);
        Assert.Equal(0, SystemProcesses.Count(sleep));
    }

    [Theory]
    [InlineData(SandboxMode.Off, true)]
    [InlineData(SandboxMode.Off, false)]
    [InlineData(SandboxMode.Required, true)]
    public async Task Server_Gone_LeavesNoProcess(SandboxMode sandbox, bool inGroups)
    {
        using var stage = CommandStage.For(sandbox, inGroups: inGroups);
        var sleep = SystemProcesses.UniqueSleep();
        stage.Calls.Reported += _ => stage.EndServer();

        await stage.RunAsync(Tree(sleep));

        await SystemProcesses.GoneAsync(sleep);
    }

    [Theory]
    [InlineData(SandboxMode.Off)]
    [InlineData(SandboxMode.Required)]
    public async Task ForkStorm_IsCapped(SandboxMode sandbox)
    {
        const int Most = 40;
        using var probe = new ControlGroups(ControlGroups.SystemTrees(), ProcessMark.NewServer()).TryCreate(1, Most);
        Assert.SkipWhen(Environment.IsPrivilegedProcess && probe?.CanLimit != true, "Root's processes are limited by control groups only, and none can be made here.");
        using var stage = CommandStage.For(sandbox, options => options.MaxProcesses = Most);
        var sleep = SystemProcesses.UniqueSleep();
        var counted = 0;

        await stage.RunUntilAsync(
            progress =>
            {
                while (progress.Message == "full" && counted == 0)
                {
                    counted = SystemProcesses.Count(sleep);
                }

                return counted > 0;
            },
            "sh", "-c", $"(i=0; while [ $((i+=1)) -lt 1000 ]; do setsid sleep {sleep} & done) 2> /dev/null; echo full; exec sleep {sleep}");

        Assert.InRange(counted, 1, Most);
        Assert.Equal(0, SystemProcesses.Count(sleep));
    }

    [Fact]
    public void Settings_Default_IsOff()
    {
        using var stage = new CommandStage(SandboxMode.Auto, options => options.Enabled = false);

        Assert.Equal("commands are off. AIWhisperer:Commands:Enabled turns them on.", stage.Tool.OffBecause);
    }

    [Fact]
    public void Settings_NoProgram_IsOff()
    {
        using var stage = new CommandStage(SandboxMode.Auto, options => options.Allowed.Clear());

        Assert.Equal("no program may run. AIWhisperer:Commands:Allowed lists those that may.", stage.Tool.OffBecause);
    }

    [Fact]
    public void Settings_UnusableNames_AreAllReported()
    {
        var options = new CommandOptions { Path = "bin:/usr/bin" };
        options.Allowed.Add("bin/tool");
        options.Allowed.Add("git");
        options.Readable.Add("opt");
        options.Environment["A=B"] = "c";

        var result = new CommandOptionsValidator().Validate(null, options);

        Assert.Equal(4, result.Failures?.Count());
    }

    [Fact]
    public void Settings_ProgramsThatWouldBeTakenForVariables_AreReported()
    {
        var options = new CommandOptions { Path = "/usr/bin:/opt/a=b" };
        options.Allowed.Add("/opt/a=b/tool");
        options.Allowed.Add("A=tool");

        Assert.Equal(3, new CommandOptionsValidator().Validate(null, options).Failures?.Count());
    }

    private static string[] Tree(string sleep) =>
    [
        "sh", "-c",
        $"trap '' TERM; sleep {sleep} & setsid sh -c 'sleep {sleep} & sleep {sleep}; :' & {Escape(sleep)}; echo started; sleep {sleep}; :",
    ];

    // Without parent, session, environment and what was open.
    private static string Escape(string sleep) =>
        $"(setsid setsid sleep {sleep} &); env -i setsid sh -c '(env -i setsid sleep {sleep} < /dev/null > /dev/null 2>&1 3<&- 4<&- &) &'";
}
