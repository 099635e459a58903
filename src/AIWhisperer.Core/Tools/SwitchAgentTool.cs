using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools;

/// <summary>The tool <c>switch_agent</c>. It reaches its session through <see cref="ToolCallContext"/>.</summary>
internal static class SwitchAgentTool
{
    public const string Name = "switch_agent";

    public static Tool Create() => new(
        AIFunctionFactory.Create(
            SwitchAsync, Name, "Hands the conversation over to another agent: the user's next message goes to that agent."),
        "agents",
        ToolEffect.Read)
    {
        Tags = ["agents"],
    };

    private static async Task<string> SwitchAsync(
        [Description("The id of the agent to hand over to, such as debbie.")] string agent_id,
        AIFunctionArguments arguments,
        CancellationToken cancellationToken,
        [Description("Why, in a few words.")] string? reason = null)
    {
        var agentId = agent_id.Trim();
        if (agentId.Length == 0)
        {
            throw new InvalidInputException(ErrorCodes.InvalidRequest, "agent_id", "agent_id is empty. Give the id of an agent.");
        }

        await arguments.Session().SwitchAgentAsync(agentId, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), cancellationToken);
        return $"The active agent is now '{agentId}': the next message goes there.";
    }
}
