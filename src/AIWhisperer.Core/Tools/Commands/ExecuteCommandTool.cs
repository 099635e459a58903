using System.ComponentModel;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Tools.Workspaces;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools.Commands;

/// <summary>The tool <c>execute_command</c>. No shell reads what the model writes: each text is one argument of the program.</summary>
internal sealed class ExecuteCommandTool
{
    public const string Name = "execute_command";

    private const int MaxArguments = 1_000;
    private const int MaxCharacters = 100_000;

    private readonly CommandRunner _runner;
    private readonly AllowedPrograms _programs;
    private readonly WorkspaceRoots _workspaces;

    private ExecuteCommandTool(CommandRunner runner, AllowedPrograms programs, WorkspaceRoots workspaces) =>
        (_runner, _programs, _workspaces) = (runner, programs, workspaces);

    public static Tool Create(CommandRunner runner, CommandLauncher launcher, WorkspaceRoots workspaces, IOptions<CommandOptions> options)
    {
        var tool = new ExecuteCommandTool(runner, new AllowedPrograms(options.Value), workspaces);
        return new Tool(
            AIFunctionFactory.Create(
                tool.ExecuteAsync,
                Name,
                "Runs a program in the workspace and returns its exit code and its output. There is no shell: no pipes, no redirection, no "
                    + "variables, no wildcards; each text of the command is one argument."),
            "code",
            ToolEffect.Execute)
        {
            Tags = ["code", "execution"],
            GivesUntrusted = true,
            Timeout = options.Value.Timeout,
            OffBecause = launcher.OffBecause,
        };
    }

    private async Task<string> ExecuteAsync(
        [Description("The program and its arguments, such as [\"git\", \"log\", \"-3\"].")] IReadOnlyList<string> command,
        AIFunctionArguments arguments,
        CancellationToken cancellationToken,
        [Description("The directory to run it in, relative to the workspace; the workspace itself unless given.")] string? directory = null)
    {
        if (command.Count == 0 || command.Any(argument => argument is null))
        {
            throw Unfit("command is empty. Give the program and then each of its arguments as a text of its own.");
        }

        if (command.Count > MaxArguments || command.Sum(argument => (long)argument.Length) > MaxCharacters)
        {
            throw Unfit("command is too long. Write what is long to a file in the workspace, and name the file.");
        }

        if (command.Any(argument => argument.Contains('\0', StringComparison.Ordinal)))
        {
            throw Unfit("command holds a NUL character, which no argument can.");
        }

        var file = _programs.Find(command[0]);
        var workspace = RealPath.Of(_workspaces.Find(arguments.Session()));
        var start = Find(workspace, directory);
        return (await _runner.RunAsync([file, .. command.Skip(1)], workspace, start, arguments.Progress(), cancellationToken)).ToString();
    }

    private static string Find(string workspace, string? directory)
    {
        if (string.IsNullOrEmpty(directory))
        {
            return workspace;
        }

        if (!directory.Contains('\0', StringComparison.Ordinal))
        {
            try
            {
                var path = RealPath.Of(Path.Combine(workspace, directory));
                if ((path == workspace || RealPath.IsInside(workspace, path)) && Directory.Exists(path))
                {
                    return path;
                }
            }
            catch (IOException)
            {
                // Links that lead in a circle lead to no directory.
            }
        }

        throw new InvalidInputException(
            ErrorCodes.InvalidRequest, "directory", "There is no such directory in the workspace. Give a path relative to it, or leave directory out.");
    }

    private static InvalidInputException Unfit(string message) => new(ErrorCodes.InvalidRequest, "command", message);
}
