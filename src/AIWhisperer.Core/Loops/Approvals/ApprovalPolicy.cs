using System.Collections.Immutable;
using System.Text.Json;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Tools;

namespace AIWhisperer.Core.Loops.Approvals;

/// <summary>Decides by an agent's rules, and without one by what the tool can do, whether a call runs. Thread-safe.</summary>
internal sealed class ApprovalPolicy(ImmutableArray<ApprovalRule> rules)
{
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">The call's arguments.</param>
    /// <param name="isUntrusted">Whether the agent has read what nobody vouches for.</param>
    public ApprovalVerdict Decide(Tool tool, JsonElement arguments, bool isUntrusted)
    {
        var rule = rules.FirstOrDefault(rule => Fits(rule, tool, arguments));
        var isGuarded = isUntrusted && tool.Effect != ToolEffect.Read;
        return rule?.Decision switch
        {
            ApprovalDecision.Never => new(ApprovalDecision.Never, $"A rule for the agent refuses this call of '{tool.Name}'."),
            ApprovalDecision.Ask => new(ApprovalDecision.Ask, $"A rule for the agent asks about this call of '{tool.Name}'."),
            ApprovalDecision.Always when !isGuarded || rule.EvenUntrusted => new(ApprovalDecision.Always, ""),
            _ when isGuarded => new(
                ApprovalDecision.Ask, $"The agent has read what nobody vouches for, and '{tool.Name}' {Reach(tool.Effect)}."),
            _ when tool.Effect == ToolEffect.Execute => new(ApprovalDecision.Ask, $"'{tool.Name}' {Reach(tool.Effect)}."),
            _ => new(ApprovalDecision.Always, ""),
        };
    }

    private static bool Fits(ApprovalRule rule, Tool tool, JsonElement arguments) =>
        rule.IsAbout(tool.Name)
        && rule.Arguments.All(pattern =>
            ArgumentPattern.Fits(pattern.Value, pattern.Key, arguments, permits: rule.Decision == ApprovalDecision.Always));

    private static string Reach(ToolEffect effect) => effect switch
    {
        ToolEffect.Write => "changes things",
        ToolEffect.Execute => "runs other programs",
        _ => "reaches other machines",
    };
}
