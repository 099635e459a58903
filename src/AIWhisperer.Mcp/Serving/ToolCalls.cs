using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using Tool = ModelContextProtocol.Protocol.Tool;

namespace AIWhisperer.Mcp.Serving;

/// <summary>
/// The server's own tools that clients may call themselves: those that one agent is granted, held to its approval rules. A person can be
/// asked only in a turn; so a call that a person would have to approve is refused. Thread-safe singleton.
/// </summary>
internal sealed class ToolCalls(AgentCatalog agents, ToolGrants grants, ToolInvoker invoker, IOptions<McpServingOptions> options)
{
    /// <summary>The tools whose calls run as a rule.</summary>
    public IEnumerable<Tool> List() => Agent is { } agent
        ? Granted(agent).Usable.Where(tool => !Asks(tool)).Select(Describe)
        : [];

    /// <summary>Runs the tool, or says why not; null when the client is granted none of that name.</summary>
    public async Task<CallToolResult?> CallAsync(
        CallToolRequestParams call, Conversation conversation, CallProgress? progress, CancellationToken cancellationToken)
    {
        if (Agent is not { } agent || Granted(agent) is not { } granted || granted.Find(call.Name) is not { } tool)
        {
            return null;
        }

        if (Asks(tool))
        {
            return CallResults.OfTool(
                $"'{tool.Name}' was not run: a person has to approve it, and can be asked only in a conversation. Ask agent '{agent.Id}' to call it, "
                + "or let its approval rules say 'always' for it.",
                true);
        }

        var session = await conversation.GetAsync(agent.Id, anew: false, cancellationToken);
        var arguments = call.Arguments?.ToDictionary(argument => argument.Key, object? (argument) => argument.Value);
        var outcome = await invoker.InvokeAsync(
            new FunctionCallContent(RandomId.New(), call.Name, arguments),
            granted,
            new ClientToolSession(session, agent.Id, conversation),
            new ToolReports(progress),
            function => function,
            cancellationToken);
        return CallResults.OfTool(outcome.Text, outcome.Error is not null);
    }

    private AgentDefinition? Agent => options.Value.Agent is { Length: > 0 } id ? agents.Find(id)?.Definition : null;

    private GrantedTools Granted(AgentDefinition agent) => grants.Preview(agent.Tools with { Servers = [], ClientTools = false });

    private static bool Asks(Core.Tools.Tool tool) => tool.Effect == ToolEffect.Execute;

    private static Tool Describe(Core.Tools.Tool tool) => new()
    {
        Name = tool.Name,
        Description = tool.Function.Description,
        InputSchema = tool.Function.JsonSchema,
        Annotations = new ToolAnnotations
        {
            ReadOnlyHint = tool.Effect == ToolEffect.Read,
            DestructiveHint = tool.Effect is ToolEffect.Write or ToolEffect.Execute,
            OpenWorldHint = tool.Effect == ToolEffect.Network,
        },
    };
}
