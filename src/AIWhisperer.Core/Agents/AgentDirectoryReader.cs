using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Agents;

/// <summary>Reads all agents files and checks what must be unique among them.</summary>
internal sealed class AgentDirectoryReader(string configurationDirectory, AgentReferences references)
{
    private const string Folder = "agents";

    private readonly PromptReader _prompts = new(configurationDirectory);

    public AgentDirectoryReading Read()
    {
        ProblemList problems = new(Folder);
        if (ListFiles(problems) is not { } names)
        {
            return new(IsReadable: false, [], problems.ToImmutable());
        }

        AgentFileReader reader = new(references, _prompts);
        ImmutableArray<AgentFileReading> files =
        [
            .. names.Select(name =>
                reader.Read($"{Folder}/{name}", FileText.Read(Path.Combine(configurationDirectory, Folder, name), YamlLimits.Bytes))),
        ];
        if (files.All(file => file.IsReadable && file.Agents.IsEmpty))
        {
            problems.Add(1, 1, "", "There are no agents.", "Declare one in agents/NAME.yaml.");
        }

        return new(IsReadable: true, AgentUniqueness.Check(files), problems.ToImmutable());
    }

    /// <summary>Reads a text as if it were the only file.</summary>
    public AgentFileReading ReadText(string file, string text) =>
        AgentUniqueness.Check([new AgentFileReader(references, _prompts).Read(file, new(text, "", ""))])[0];

    private ImmutableArray<string>? ListFiles(ProblemList problems)
    {
        if (!Directory.Exists(configurationDirectory))
        {
            problems.Add(1, 1, "", "The configuration directory does not exist.", "Create it, or set the directory that holds providers.yaml and agents/.");
            return null;
        }

        try
        {
            // Editors and mounts keep their own files beside ours under names that begin with a dot.
            return
            [
                .. Directory.EnumerateFiles(Path.Combine(configurationDirectory, Folder))
                    .Select(path => Path.GetFileName(path))
                    .Where(name => !name.StartsWith('.') && (Path.GetExtension(name) is ".yaml" or ".yml"))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            problems.Add(1, 1, "", "There is no directory agents/ in the configuration directory.", "Create it with a YAML file for each agent.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problems.Add(1, 1, "", "The directory agents/ cannot be read.", "Check that the server may read it.");
        }

        return null;
    }
}
