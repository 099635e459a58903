namespace AIWhisperer.Server.Hosting;

/// <summary>Finds the directory with the YAML configuration.</summary>
internal static class ConfigurationDirectory
{
    public const string Key = "AIWhisperer:ConfigDirectory";

    private const string Name = "config";

    /// <summary>
    /// What the setting says, from the current directory; without it the nearest <c>config</c> that holds <c>agents</c>, from the current
    /// directory upwards; else the one beside the program.
    /// </summary>
    public static string Find(string? setting, string currentDirectory, string programDirectory) =>
        string.IsNullOrWhiteSpace(setting)
            ? Path.Combine(FindUpwards(currentDirectory) ?? programDirectory, Name)
            : Path.GetFullPath(setting, currentDirectory);

    /// <summary>The nearest directory upwards whose <c>config</c> holds <c>agents</c>; else the current one.</summary>
    public static string FindHome(string currentDirectory) => FindUpwards(currentDirectory) ?? currentDirectory;

    private static string? FindUpwards(string currentDirectory)
    {
        for (var directory = new DirectoryInfo(currentDirectory); directory is not null; directory = directory.Parent)
        {
            if (Directory.Exists(Path.Combine(directory.FullName, Name, "agents")))
            {
                return directory.FullName;
            }
        }

        return null;
    }
}
