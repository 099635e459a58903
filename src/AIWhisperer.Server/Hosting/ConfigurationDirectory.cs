namespace AIWhisperer.Server.Hosting;

/// <summary>Finds the directory with the YAML configuration.</summary>
internal static class ConfigurationDirectory
{
    public const string Key = "AIWhisperer:ConfigDirectory";

    /// <summary>
    /// What the setting says, from the current directory; without it the nearest <c>config</c> that holds <c>agents</c>, from the current
    /// directory upwards; else the one beside the program.
    /// </summary>
    public static string Find(string? setting, string currentDirectory, string programDirectory)
    {
        if (!string.IsNullOrWhiteSpace(setting))
        {
            return Path.GetFullPath(setting, currentDirectory);
        }

        for (var directory = new DirectoryInfo(currentDirectory); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, "config");
            if (Directory.Exists(Path.Combine(candidate, "agents")))
            {
                return candidate;
            }
        }

        return Path.Combine(programDirectory, "config");
    }
}
