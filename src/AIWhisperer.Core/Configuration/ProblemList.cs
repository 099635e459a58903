using System.Collections.Immutable;

namespace AIWhisperer.Core.Configuration;

/// <summary>Gathers what is wrong in one file, or in one entry of it, up to a bound. Not thread-safe.</summary>
internal sealed class ProblemList(string file)
{
    private const int Most = 50;

    private readonly List<ConfigurationProblem> _problems = [];

    public string File => file;

    public bool IsEmpty => _problems.Count == 0;

    /// <summary>Whether a problem spoils the entry: one that no default makes good.</summary>
    public bool HasBlocking => _problems.Exists(problem => !problem.FallsBack);

    public void Add(YamlNode at, string key, string message, string remedy, bool fallsBack = false) =>
        Add(at.Line, at.Column, key, message, remedy, fallsBack);

    public void Add(int line, int column, string key, string message, string remedy, bool fallsBack = false)
    {
        if (_problems.Count < Most)
        {
            _problems.Add(new(file, line, column, key, message, remedy, fallsBack));
        }
        else if (_problems.Count == Most)
        {
            _problems.Add(new(file, line, column, key, "There are more problems than are listed.", "Mend those listed first."));
        }
    }

    public void Add(ProblemList others) => _problems.AddRange(others._problems);

    public ImmutableArray<ConfigurationProblem> ToImmutable() =>
        [.. _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];
}
