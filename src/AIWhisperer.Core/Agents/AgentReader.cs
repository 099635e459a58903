using System.Globalization;
using System.Text.RegularExpressions;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Agents;

/// <summary>Reads one agent's mapping into a definition.</summary>
internal sealed partial class AgentReader
{
    private const int MostCarriedMessages = 1_000;
    private const int SecondsADay = 86_400;

    private readonly AISettingsReader _ai;
    private readonly ToolSelectionReader _tools;
    private readonly ApprovalRuleReader _approval;
    private readonly PromptReader _prompts;

    public AgentReader(AgentReferences references, PromptReader prompts)
    {
        var tools = references.Tools();
        _ai = new(references);
        _tools = new(ToolSelectionKeys.OfAgent, tools);
        _approval = new(tools);
        _prompts = prompts;
    }

    /// <summary>The definition with wrong settings unset, or null when a problem spoils it.</summary>
    public AgentDefinition? Read(YamlEntry entry, ProblemList problems)
    {
        string id = entry.Key.Value;
        if (entry.Value is not YamlMapping mapping)
        {
            problems.Add(entry.Value, id, "An agent must hold keys and values.", "Indent its keys, such as `name:` and `prompt_file:`, below it.");
            return null;
        }

        MappingReader agent = new(mapping, id, AgentKeys.Agent, problems);
        if (agent.Value("name") is null)
        {
            agent.Report("name", "The agent has no name.", "Add `name: ` with the name people shall see.", entry.Key);
        }

        ToolSelection tools = _tools.Read(agent);
        AgentDefinition definition = new()
        {
            Id = id,
            Name = agent.Text("name", 100) ?? id,
            Role = agent.Text("role", 100) ?? "",
            Description = agent.Text("description", 2_000) ?? "",
            Instructions = _prompts.Read(agent) ?? "",
            AI = _ai.Read(agent),
            OnBusy = ReadOnBusy(agent),
            OnDisconnect = ReadOnDisconnect(agent),
            CarryOver = ReadCarryOver(agent),
            Continuation = ReadContinuation(agent),
            Limits = CallLimitsReader.Read(agent),
            Tools = tools,
            Approval = _approval.Read(agent, tools),
            Color = ReadColor(agent),
            Icon = agent.Text("icon", 16),
            Shortcut = ReadShortcut(agent),
            Revision = "",
            SourceFile = problems.File,
            SourceLine = entry.Key.Line,
        };
        return problems.HasBlocking ? null : AgentValues.Stamp(definition);
    }

    private static BusyPolicy? ReadOnBusy(MappingReader agent) =>
        agent.Choice("on_busy", "enqueue", "reject", "interrupt", "rollback", "steer") is { } policy
            ? Enum.Parse<BusyPolicy>(policy, ignoreCase: true)
            : null;

    private static DisconnectPolicy? ReadOnDisconnect(MappingReader agent) => agent.Choice("on_disconnect", "continue", "cancel") switch
    {
        "continue" => DisconnectPolicy.Continue,
        "cancel" => DisconnectPolicy.Cancel,
        _ => null,
    };

    private static CarryOverSetting? ReadCarryOver(MappingReader agent)
    {
        if (agent.Value("carry_over") is YamlMapping)
        {
            MappingReader carryOver = agent.Mapping("carry_over", AgentKeys.CarryOver)!;
            if (carryOver.Value("last") is null)
            {
                agent.Report("carry_over", "`carry_over` says neither none nor full nor how many messages.", "Write `carry_over: { last: 5 }`.");
            }

            return carryOver.Integer("last", 1, MostCarriedMessages) is { } last ? new(CarryOverPolicy.Last, last) : null;
        }

        if (agent.Value("carry_over") is YamlScalar { Value: "last" })
        {
            agent.Report("carry_over", "`last` needs the number of messages.", "Write `carry_over: { last: 5 }`.");
            return null;
        }

        return agent.Choice("carry_over", "none", "full") switch
        {
            "none" => new(CarryOverPolicy.None),
            "full" => new(CarryOverPolicy.Full),
            _ => null,
        };
    }

    private static ContinuationSettings ReadContinuation(MappingReader agent) =>
        agent.Mapping("continuation", AgentKeys.Continuation) is { } continuation
            ? new()
            {
                MaxIterations = continuation.Integer("max_iterations", 1, 100),
                Timeout = continuation.Seconds("timeout", 1, SecondsADay),
                RequireExplicitSignal = continuation.Flag("require_explicit_signal"),
            }
            : new();

    private static string? ReadColor(MappingReader agent)
    {
        if (agent.Text("color", 100) is not { } color)
        {
            return null;
        }

        if (ColorPattern().IsMatch(color))
        {
            return color.ToLowerInvariant();
        }

        agent.Report("color", "`color` must be such as \"#3366cc\".", "Write a hash and six hexadecimal digits, in quotes.");
        return null;
    }

    private static string? ReadShortcut(MappingReader agent)
    {
        if (agent.Text("shortcut", 100) is not { } shortcut)
        {
            return null;
        }

        if (new StringInfo(shortcut).LengthInTextElements == 1)
        {
            return shortcut;
        }

        agent.Report("shortcut", "`shortcut` must be one character.", "Write such as `shortcut: a`.");
        return null;
    }

    [GeneratedRegex(@"^#[0-9A-Fa-f]{6}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ColorPattern();
}
