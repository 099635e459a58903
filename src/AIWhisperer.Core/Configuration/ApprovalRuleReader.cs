using System.Collections.Immutable;

namespace AIWhisperer.Core.Configuration;

/// <summary>Reads the list <c>approval</c> of an agent, and notes every rule that fits none of the agent's tools.</summary>
/// <param name="known">The server's tools.</param>
internal sealed class ApprovalRuleReader(ToolReferences known)
{
    public const string Key = "approval";

    private const int MostRules = 100;
    private const int MostArguments = 32;
    private const int LongestName = 100;
    private const int LongestPattern = 1_000;

    public static ImmutableArray<SettingKey> Keys { get; } = [new("tool"), new("decision"), new("arguments"), new("even_untrusted")];

    /// <param name="agent">The agent.</param>
    /// <param name="selection">What it is granted.</param>
    public ImmutableArray<ApprovalRule> Read(MappingReader agent, ToolSelection selection)
    {
        if (agent.Value(Key) is null)
        {
            return [];
        }

        var reach = known.Reach(selection);
        var rules = ImmutableArray.CreateBuilder<ApprovalRule>();
        foreach (var mapping in agent.Mappings(Key, MostRules, Keys))
        {
            if (Read(mapping, selection, reach) is { } rule)
            {
                ReportUnreachable(mapping, rule, rules);
                rules.Add(rule);
            }
        }

        return rules.ToImmutable();
    }

    // The first rule that fits counts.
    private static void ReportUnreachable(MappingReader mapping, ApprovalRule rule, IEnumerable<ApprovalRule> earlier)
    {
        if (earlier.FirstOrDefault(other => other.Arguments.IsEmpty && NamePattern.Matches(other.Tool, rule.Tool)) is { } wider)
        {
            mapping.Report(
                "tool", $"The rule is never reached: the one for `{wider.Tool}` before it fits all of its calls.",
                "Put it before that one, or remove it.");
        }
    }

    private ApprovalRule? Read(MappingReader rule, ToolSelection selection, ToolReach reach)
    {
        var tool = ReadNeeded(rule, "tool", "the tool that it is about; `*` stands for any characters", _ => rule.Text("tool", LongestName));
        var decision = ReadNeeded(rule, "decision", "`always`, `ask` or `never`", _ => rule.Choice("decision", "always", "ask", "never"));
        var arguments = rule.Texts("arguments", MostArguments, LongestPattern);
        var evenUntrusted = rule.Flag("even_untrusted") is true;
        if (evenUntrusted && decision is not (null or "always"))
        {
            rule.Report("even_untrusted", $"`even_untrusted` means nothing with `{decision}`.", "Remove it.");
        }

        if (tool is null || decision is null || !Fits(rule, tool, arguments, selection, reach))
        {
            return null;
        }

        return new(tool, Enum.Parse<ApprovalDecision>(decision, ignoreCase: true))
        {
            Arguments = arguments.ToImmutableSortedDictionary(argument => argument.Name.Value, argument => argument.Text, StringComparer.Ordinal),
            EvenUntrusted = evenUntrusted,
        };
    }

    private static string? ReadNeeded(MappingReader rule, string key, string what, Func<string, string?> read)
    {
        if (rule.Value(key) is null)
        {
            rule.Report(key, $"The rule has no `{key}`.", $"Add `{key}: ` with {what}.");
        }

        return read(key);
    }

    // Which tools an MCP server or a client has is not known here: of those, any name and any argument may be.
    private bool Fits(
        MappingReader rule, string pattern, ImmutableArray<(YamlScalar Name, string Text)> arguments, ToolSelection selection, ToolReach reach)
    {
        KnownTool[] meant = [.. known.Tools.Where(tool => NamePattern.Matches(pattern, tool.Name))];
        KnownTool[] granted = [.. meant.Where(tool => reach.Tools.Contains(tool.Name))];
        var isOpen = NamePattern.IsValid(pattern)
            && (reach.Servers.Any(server => NamePattern.CanMatchAfter(NamePattern.PrefixOf(server), pattern))
                || (selection.ClientTools && (meant.Length == 0 || NamePattern.HasWildcard(pattern))));
        if (granted.Length == 0 && !isOpen)
        {
            if (meant.Length > 0)
            {
                rule.Report("tool", $"The agent is not granted the tool `{ShownText.Of(pattern)}`.", "Grant it, or remove the rule.");
            }
            else
            {
                rule.Report(
                    "tool", $"There is no tool `{ShownText.Of(pattern)}`.",
                    NearestName.Remedy(pattern, reach.Tools, "Remove the rule: the agent is granted no tools."));
            }

            return false;
        }

        string[] names = [.. granted.SelectMany(tool => tool.Arguments).Distinct()];
        foreach (var (name, _) in arguments.Where(argument => !isOpen && !names.Contains(argument.Name.Value)))
        {
            rule.Report(
                "arguments", $"`{ShownText.Of(pattern)}` has no argument `{ShownText.Of(name.Value)}`.",
                NearestName.Remedy(name.Value, names, "Remove it: the tool takes no arguments."), name);
        }

        return true;
    }
}
