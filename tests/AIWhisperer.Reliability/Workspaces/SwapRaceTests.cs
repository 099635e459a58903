using AIWhisperer.Core;
using AIWhisperer.Core.Tools;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Reliability.Workspaces;

/// <summary>A folder becomes a link to the outside while tools work in it: they never get there.</summary>
public sealed class SwapRaceTests
{
    private static readonly (string Tool, (string Name, object? Value)[] Arguments)[] s_calls =
    [
        ("read_file", [("path", "dir/f.txt")]),
        ("write_file", [("path", "dir/f.txt"), ("content", Swapper.Inside), ("mode", "overwrite")]),
        ("write_file", [("path", "dir/g.txt"), ("content", Swapper.Inside), ("mode", "append")]),
        ("write_file", [("path", "dir/new/h.txt"), ("content", Swapper.Inside), ("mode", "overwrite")]),
        ("list_directory", [("path", "dir"), ("recursive", true)]),
        ("search_files", [("pattern", "f.txt")]),
        ("find_pattern", [("pattern", Swapper.Outside)]),
        ("find_pattern", [("pattern", Swapper.Inside), ("path", "dir/f.txt")]),
        ("get_project_structure", []),
        ("workspace_stats", [("path", "dir")]),
    ];

    [Fact]
    public async Task Tools_InAFolderThatBecomesALink_StayInside()
    {
        var tries = Scale.Of(1_000, 10_000);
        using var swapper = Swapper.Start();
        await using var host = await CoreHost.StartAsync(
            TestContext.Current.CancellationToken, setting: ("AIWhisperer:Workspace:Root", swapper.Root));
        var catalog = host.Get<ToolCatalog>();
        var (refused, escapes) = (0, 0);
        for (var number = 0; number < tries; number++)
        {
            var (tool, arguments) = s_calls[number % s_calls.Length];
            swapper.AwaitSwap();
            try
            {
                var result = await CallAsync(catalog.Find(tool)!, arguments);
                escapes += result.Replace($"'{Swapper.Outside}'", "", StringComparison.Ordinal).Contains(Swapper.Outside, StringComparison.Ordinal) ? 1 : 0;
            }
            catch (InvalidInputException)
            {
                refused++;
            }
        }

        var (naive, naiveTries) = CountNaiveEscapes(tries);
        Figures.Print(
            "swap races of file tools",
            $"{tries} calls while a folder became a link and back, {refused} refused, {escapes} escapes; a check before the use: {naive} escapes in {naiveTries}");
        Assert.Equal(0, escapes);
        Assert.Equal([$"f.txt: {Swapper.Outside}"], swapper.LookOutside());
        Assert.InRange(refused, 1, tries - 1);
        Assert.True(naive > 0, "The race was not run: not even a check before the use was deceived.");
    }

    /// <summary>
    /// What a tool would do that looks whether a folder is a link, and then opens the file by its path. On a machine that hardly runs two
    /// threads at once it is given more tries.
    /// </summary>
    private static (int Escapes, int Tries) CountNaiveEscapes(int least)
    {
        using var swapper = Swapper.Start();
        var directory = Path.Combine(swapper.Root, "dir");
        var (escapes, tries) = (0, 0);
        for (; tries < least || (escapes == 0 && tries < 50 * least); tries++)
        {
            swapper.AwaitSwap();
            try
            {
                if (new DirectoryInfo(directory) is { Exists: true, LinkTarget: null })
                {
                    escapes += File.ReadAllText(Path.Combine(directory, "f.txt")) == Swapper.Outside ? 1 : 0;
                }
            }
            catch (IOException)
            {
                // It became a link whose file is being written.
            }
        }

        return (escapes, tries);
    }

    private static async Task<string> CallAsync(Tool tool, (string Name, object? Value)[] arguments)
    {
        var call = new AIFunctionArguments(arguments.ToDictionary(argument => argument.Name, argument => argument.Value))
        {
            Context = new Dictionary<object, object?>
            {
                [ToolCallContext.SessionKey] = new FakeToolSession(),
                [ToolCallContext.ProgressKey] = new Progress<ToolProgress>(),
            },
        };
        return (await tool.Function.InvokeAsync(call, TestContext.Current.CancellationToken))?.ToString() ?? "";
    }
}
