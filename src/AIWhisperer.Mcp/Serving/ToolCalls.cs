using System.Text.Json;
using AIWhisperer.Core;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using Tool = ModelContextProtocol.Protocol.Tool;

namespace AIWhisperer.Mcp.Serving;

/// <summary>
/// The server's own tools that clients may call themselves: those that one agent is granted, held to its approval rules. A person can be
/// asked only in a turn; so a call that a person would have to approve is refused. Thread-safe singleton.
/// </summary>
internal sealed partial class ToolCalls(
    AgentCatalog agents,
    ToolGrants grants,
    ToolInvoker invoker,
    SessionQuotas quotas,
    IOptions<McpServingOptions> options,
    ILogger<ToolCalls> logger)
{
    private static readonly JsonElement s_noArguments = JsonSerializer.Deserialize<JsonElement>("{}");

    /// <summary>The tools that run without a person, at least with some arguments.</summary>
    public IEnumerable<Tool> List() => Agent is { } agent
        ? Granted(agent).Usable.Where(tool => MayRun(agent, tool)).Select(Describe)
        : [];

    /// <summary>
    /// Runs the tool, or says why not; null when the client is granted none of that name. It counts among the turns of its principal, and
    /// waits while as many tools run for the client as may for a turn. It ends with the client's session.
    /// </summary>
    /// <exception cref="LimitReachedException">The principal, or the server, has the most turns allowed.</exception>
    /// <exception cref="ConflictException">The client's session was deleted meanwhile.</exception>
    public async Task<CallToolResult?> CallAsync(
        CallToolRequestParams call, Conversation conversation, CallProgress? progress, CancellationToken cancellationToken)
    {
        var owner = conversation.Owner;
        if (Agent is not { } agent || Granted(agent) is not { } granted || granted.Find(call.Name) is not { } tool)
        {
            LogRefusal(owner, call.Name);
            return null;
        }

        quotas.Turns.Take(owner);
        using var counted = new Place(() => quotas.Turns.GiveBack(owner));
        using var place = await conversation.BeginToolCallAsync(cancellationToken);
        var arguments = call.Arguments?.ToDictionary(argument => argument.Key, object? (argument) => argument.Value);
        var verdict = new ApprovalPolicy(agent.Approval).Decide(
            tool, JsonSerializer.SerializeToElement(arguments ?? []), conversation.HasReadUntrusted);
        if (verdict.Decision != ApprovalDecision.Always)
        {
            LogNotApproved(owner, tool.Name);
            return CallResults.OfTool($"'{tool.Name}' was not run. {verdict.Reason} {Remedy(agent, verdict.Decision)}", true);
        }

        LogCalled(owner, tool.Name);
        if (tool.GivesUntrusted)
        {
            conversation.LabelClient();
        }

        var session = await conversation.GetAsync(agent.Id, anew: false, cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Closing);
        try
        {
            var outcome = await invoker.InvokeAsync(
                new FunctionCallContent(RandomId.New(), call.Name, arguments),
                granted,
                new ClientToolSession(session, agent.Id, conversation),
                new ToolReports(progress),
                function => function,
                end.Token);
            return CallResults.OfTool(outcome.Text, outcome.Error is not null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConflictException(
                ErrorCodes.SessionClosed, $"The session was deleted while '{tool.Name}' ran; whether it had an effect is unknown.");
        }
    }

    private AgentDefinition? Agent => options.Value.Agent is { Length: > 0 } id ? agents.Find(id)?.Definition : null;

    /// <summary>The server's own only: what an agent is granted of other servers and clients is not passed on.</summary>
    private GrantedTools Granted(AgentDefinition agent)
    {
        var granted = grants.Preview(agent.Tools with { ClientTools = false });
        return granted with { All = granted.All.RemoveRange(granted.All.Where(one => one.Value.Tool.Server is not null).Select(one => one.Key)) };
    }

    private static bool MayRun(AgentDefinition agent, Core.Tools.Tool tool) =>
        new ApprovalPolicy(agent.Approval).Decide(tool, s_noArguments, isUntrusted: false).Decision == ApprovalDecision.Always
        || agent.Approval.Any(rule => rule.Decision == ApprovalDecision.Always && rule.IsAbout(tool.Name));

    private static string Remedy(AgentDefinition agent, ApprovalDecision decision) => decision == ApprovalDecision.Never
        ? "Do without it."
        : $"A person can be asked only in a conversation: ask agent '{agent.Id}' to call it, or let the agent's approval rules say 'always'.";

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

    [LoggerMessage(LogLevel.Information, "Audit: an MCP client of {Owner} called {Tool}, which nobody approved; the call was refused.")]
    private partial void LogNotApproved(string owner, string tool);

    [LoggerMessage(LogLevel.Information, "Audit: an MCP client of {Owner} called {Tool}, which it is not granted; the call was refused.")]
    private partial void LogNotGranted(string owner, string tool);

    [LoggerMessage(LogLevel.Information, "Audit: an MCP client of {Owner} called a tool that does not exist; the call was refused.")]
    private partial void LogUnknown(string owner);
}
