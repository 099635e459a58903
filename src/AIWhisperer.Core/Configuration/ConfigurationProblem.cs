using System.Globalization;

namespace AIWhisperer.Core.Configuration;

/// <summary>One thing wrong in a configuration file, for people to mend. Immutable; holds no secret.</summary>
/// <param name="File">The file, relative to the configuration directory.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Key">The path of the key at fault, such as <c>alice.ai_config.temperature</c>; empty when the file as a whole is.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do about it, with the nearest known name where there is one.</param>
/// <param name="FallsBack">True when the setting's default serves instead and the rest of the entry is used all the same.</param>
public sealed record ConfigurationProblem(
    string File,
    int Line,
    int Column,
    string Key,
    string Message,
    string Remedy,
    bool FallsBack = false)
{
    /// <summary>The problem on one line: <c>file(line,column): key: what is wrong. Remedy.</c></summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{File}({Line},{Column}): {(Key.Length == 0 ? "" : $"{Key}: ")}{Message} {Remedy}");
}
