using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Tools;

namespace AIWhisperer.Server.Agents;

/// <summary>Turns Core's view of an agent into the one clients are given, which leaves the prompt out.</summary>
internal static class AgentDescription
{
    public static AgentResponse Of(AgentOverview overview, ToolGrants grants)
    {
        var definition = overview.Entry.Definition;
        return new AgentResponse
        {
            Id = overview.Entry.Id,
            Name = definition?.Name ?? overview.Entry.Id,
            Role = definition?.Role ?? "",
            Description = definition?.Description ?? "",
            Availability = overview.Availability,
            Reason = overview.Reason,
            State = overview.Entry.State,
            Revision = definition?.Revision,
            ActiveModel = overview.ActiveModel,
            Settings = overview.Config is null ? null : SettingsOf(overview.Config),
            Defaults = overview.Defaults,
            Tools = definition is null ? [] : [.. grants.Preview(definition.Tools).Usable.Select(tool => tool.Name)],
            Color = definition?.Color,
            Icon = definition?.Icon,
            Shortcut = definition?.Shortcut,
            Problems = overview.Entry.Problems,
        };
    }

    private static AgentSettings SettingsOf(AILoopConfig config) => new(
        config.Models,
        config.Temperature,
        config.MaxTokens,
        config.Timeout?.TotalSeconds,
        config.OnBrokenReply,
        config.OnBusy,
        config.OnDisconnect,
        config.CarryOver,
        config.MaxIterations,
        config.TurnTimeout.TotalSeconds,
        config.RequireExplicitSignal);
}
