namespace AIWhisperer.Core.Tools.Commands;

/// <summary>The programs that agents may run.</summary>
internal sealed class AllowedPrograms(CommandOptions options)
{
    private readonly IReadOnlyList<string> _allowed = [.. options.Allowed];
    private readonly IReadOnlyList<string> _directories = [.. options.Path.Split(':')];

    /// <summary>The file of a program that may run.</summary>
    /// <exception cref="InvalidInputException">It may not, or is not there.</exception>
    public string Find(string program)
    {
        if (!_allowed.Contains(program))
        {
            throw Refused($"This program may not run here. Those that may: {string.Join(", ", _allowed)}.");
        }

        var file = program.StartsWith('/') ? program : _directories.Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);
        return File.Exists(file) ? file : throw Refused($"The program '{program}' may run but is not installed here.");
    }

    private static InvalidInputException Refused(string message) => new(ErrorCodes.InvalidRequest, "command", message);
}
