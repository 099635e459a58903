using AIWhisperer.Core;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Loops.Callers;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using Tool = ModelContextProtocol.Protocol.Tool;

namespace AIWhisperer.Mcp.Serving;

/// <summary>
/// The server's own tools that clients may call themselves: those that one agent is granted, held to its approval rules. Each call is a
/// turn of the client's session, without a model. Thread-safe singleton.
/// </summary>
internal sealed partial class ToolCalls(
    AgentCatalog agents,
    ToolGrants grants,
    ToolInvoker invoker,
    ClientTurns turns,
    IOptions<McpServingOptions> options,
    ILogger<ToolCalls> logger)
{
    /// <summary>The tools that can be called now.</summary>
    public IEnumerable<Tool> List() => Agent is { } agent ? Granted(agent).Usable.Select(Describe) : [];

    /// <summary>
    /// Runs the tool, once a person has approved where one is to be asked, or says why not; null when the client is granted none of that
    /// name.
    /// </summary>
    /// <exception cref="AIWhispererException">The call was not accepted, or the session was deleted meanwhile.</exception>
    public async Task<CallToolResult?> CallAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var owner = call.Conversation.Owner;
        if (Agent is not { } agent || Granted(agent).Find(call.Name) is not { } tool)
        {
            LogRefusal(owner, call.Name);
            return null;
        }

        LogCalled(owner, tool.Name);
        if (call.Content.Exception is not null)
        {
            // What cannot be written again can be no message.
            return CallResults.OfTool(ToolArguments.FindFault(tool.Function, call.Content)!, true);
        }

        var message = new NewMessage(CallText.Write(call.Content), agent.Id) { IsCall = true };
        var (session, turn) = await turns.RunAsync(call, message, anew: false, cancellationToken);
        return CallResults.OfCall(session.Id, turn);
    }

    private AgentDefinition? Agent => options.Value.Agent is { Length: > 0 } id ? agents.Find(id)?.Definition : null;

    private GrantedTools Granted(AgentDefinition agent) => grants.Preview(CallerAgent.GrantsOf(agent));

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

    private void LogRefusal(string owner, string name)
    {
        if (invoker.Knows(name))
        {
            LogNotGranted(owner, name);
        }
        else
        {
            LogUnknown(owner);
        }
    }

    [LoggerMessage(LogLevel.Information, "Audit: an MCP client of {Owner} called {Tool}.")]
    private partial void LogCalled(string owner, string tool);

    [LoggerMessage(LogLevel.Information, "Audit: an MCP client of {Owner} called {Tool}, which it is not granted; the call was refused.")]
    private partial void LogNotGranted(string owner, string tool);

    [LoggerMessage(LogLevel.Information, "Audit: an MCP client of {Owner} called a tool that does not exist; the call was refused.")]
    private partial void LogUnknown(string owner);
}
