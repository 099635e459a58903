using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Agents;

/// <summary>Gets an agent's instructions from <c>prompt</c> or from the file that <c>prompt_file</c> names.</summary>
internal sealed class PromptReader(string configurationDirectory)
{
    public const int Longest = 100_000;

    private const int LongestPath = 200;
    private const int MostBytes = 4 * Longest;

    /// <summary>The instructions, or null after a problem.</summary>
    public string? Read(MappingReader agent)
    {
        if (agent.Value("prompt") is null && agent.Value("prompt_file") is null)
        {
            agent.Report("prompt", "The agent has no prompt.", "Add `prompt: |` with the text, or `prompt_file: prompts/NAME.md`.");
            return null;
        }

        if (agent.Value("prompt") is not null && agent.Value("prompt_file") is not null)
        {
            agent.Report("prompt_file", "`prompt` and `prompt_file` exclude each other.", "Keep one of them.");
            return null;
        }

        return agent.Text("prompt", Longest) ?? (agent.Text("prompt_file", LongestPath) is { } path ? ReadFile(agent, path) : null);
    }

    private string? ReadFile(MappingReader agent, string path)
    {
        if (Path.IsPathRooted(path) || path.Contains('\\', StringComparison.Ordinal) || path.Any(char.IsControl) || path.Split('/').Contains(".."))
        {
            agent.Report(
                "prompt_file", "`prompt_file` must be a path below the configuration directory.",
                "Write it relative to that directory, with forward slashes and without `..`, such as `prompts/alice.md`.");
            return null;
        }

        string file = Path.Combine(configurationDirectory, path);
        if (!RealPath.IsInside(configurationDirectory, file))
        {
            agent.Report("prompt_file", "The file leads out of the configuration directory by a link.", "Put the file itself there.");
            return null;
        }

        var content = FileText.Read(file, MostBytes);
        if (content.Text is not { } text)
        {
            agent.Report("prompt_file", $"`{ShownText.Of(path)}`: {content.Fault}", content.Remedy);
        }
        else if (string.IsNullOrWhiteSpace(text))
        {
            agent.Report("prompt_file", $"`{ShownText.Of(path)}` is empty.", "Write the prompt into it.");
        }
        else if (text.Length > Longest)
        {
            agent.Report("prompt_file", $"`{ShownText.Of(path)}` is longer than {Longest} characters.", "Shorten it.");
        }
        else
        {
            return text;
        }

        return null;
    }
}
