using System.Text.RegularExpressions;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Agents;

/// <summary>Reads the text of one agents file. Holds the names and prompt files of one reading: make a new one for the next.</summary>
internal sealed partial class AgentFileReader(AgentReferences references, PromptReader prompts)
{
    private const int MostAgents = 500;

    private readonly AgentReader _agents = new(references, prompts);

    public AgentFileReading Read(string file, FileText content)
    {
        ProblemList problems = new(file);
        if (content.Text is not { } text)
        {
            problems.Add(1, 1, "", content.Fault, content.Remedy);
            return new(file, IsReadable: false, [], problems.ToImmutable());
        }

        if (YamlText.Read(text, problems) is not { } root)
        {
            return new(file, IsReadable: false, [], problems.ToImmutable());
        }

        if (root.Entries.Length > MostAgents)
        {
            problems.Add(root, "", $"The file holds more than {MostAgents} agents.", "Split it into several files.");
            return new(file, IsReadable: false, [], problems.ToImmutable());
        }

        Dictionary<string, AgentReading> readings = new(StringComparer.Ordinal);
        foreach (YamlEntry entry in root.Entries)
        {
            string id = entry.Key.Value;
            if (!IdPattern().IsMatch(id))
            {
                problems.Add(
                    entry.Key, ShownText.Of(id), $"`{ShownText.Of(id)}` cannot be an agent's id.",
                    "Use 1 to 64 lower-case letters, digits, _ and -, beginning with a letter.");
                continue;
            }

            ProblemList found = new(file);
            if (readings.TryGetValue(id, out AgentReading? first))
            {
                found.Add(entry.Key, id, $"The agent `{id}` is declared twice in this file.", "Remove or rename one.");
                readings[id] = new(id, first.Line, null, [.. first.Problems, .. found.ToImmutable()]);
                continue;
            }

            AgentDefinition? definition = _agents.Read(entry, found);
            readings.Add(id, new(id, entry.Key.Line, definition, found.ToImmutable()));
        }

        return new(file, IsReadable: true, [.. readings.Values], problems.ToImmutable());
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
