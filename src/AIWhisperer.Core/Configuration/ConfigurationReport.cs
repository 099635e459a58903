using System.Collections.Immutable;

namespace AIWhisperer.Core.Configuration;

/// <summary>Everything that is wrong in the configuration, for the <c>validate</c> command. Immutable.</summary>
/// <param name="Problems">By file, line and column.</param>
public sealed record ConfigurationReport(ImmutableArray<ConfigurationProblem> Problems)
{
    /// <summary>Whether nothing at all is wrong.</summary>
    public bool IsClean => Problems.IsEmpty;

    /// <summary>The report over problems from any number of sources; what is named twice is listed once.</summary>
    public static ConfigurationReport Of(IEnumerable<ConfigurationProblem> problems) => new(
    [
        .. problems.Distinct()
            .OrderBy(problem => problem.File, StringComparer.Ordinal)
            .ThenBy(problem => problem.Line)
            .ThenBy(problem => problem.Column),
    ]);
}
