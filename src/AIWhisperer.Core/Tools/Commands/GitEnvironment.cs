using System.Globalization;

namespace AIWhisperer.Core.Tools.Commands;

/// <summary>
/// Variables that keep git from running what the workspace names: it reads the settings of a <c>.git</c> only, takes no other directory
/// for a repository, and runs no hook and no monitor of the file system.
/// </summary>
internal static class GitEnvironment
{
    private static readonly (string Key, string Value)[] s_settings =
    [
        ("safe.bareRepository", "explicit"), ("core.fsmonitor", "false"), ("core.hooksPath", "/dev/null"),
    ];

    public static void Set(IDictionary<string, string?> environment)
    {
        environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        environment["GIT_CONFIG_COUNT"] = Number(s_settings.Length);
        foreach (var (index, (key, value)) in s_settings.Index())
        {
            environment[$"GIT_CONFIG_KEY_{Number(index)}"] = key;
            environment[$"GIT_CONFIG_VALUE_{Number(index)}"] = value;
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
