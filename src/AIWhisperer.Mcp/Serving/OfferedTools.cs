using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AIWhisperer.Mcp.Serving;

/// <summary>The tools that one client is offered: its agents, and the server's own tools that it may call itself. Thread-safe.</summary>
internal sealed partial class OfferedTools : IDisposable
{
    private readonly AgentCalls _agentCalls;
    private readonly ToolCalls _toolCalls;
    private readonly Conversation _conversation;
    private readonly ILogger<OfferedTools> _logger;
    private readonly IDisposable _subscription;

    public OfferedTools(
        AgentCalls agentCalls, ToolCalls toolCalls, Conversation conversation, AgentCatalog agents, ILogger<OfferedTools> logger)
    {
        _logger = logger;
        _agentCalls = agentCalls;
        _toolCalls = toolCalls;
        _conversation = conversation;
        _subscription = agents.OnChange(_ => Signal.Tell());
    }

    /// <summary>Says when they may have changed.</summary>
    public ToolListSignal Signal { get; } = [];

    public ValueTask<ListToolsResult> ListAsync(RequestContext<ListToolsRequestParams> request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ListToolsResult { Tools = [.. _agentCalls.List(), .. _toolCalls.List()] });

    [SuppressMessage("Design", "CA1031", Justification = "The SDK would tell the client of a defect and nobody else.")]
    public async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var content = ArgumentScreen.Read(request.JsonRpcRequest, request.Params!);
        var call = new ClientCall(content, _conversation, CallProgress.Of(request), HttpTransport.ConnectionOf(request.JsonRpcRequest));
        try
        {
            var result = AgentCalls.IsCall(call.Name)
                ? await _agentCalls.CallAsync(call, cancellationToken)
                : await _toolCalls.CallAsync(call, cancellationToken);
            return result
                ?? throw new McpProtocolException($"There is no tool '{ShownText.Of(call.Name)}'. List the tools.", McpErrorCode.InvalidParams);
        }
        catch (AIWhispererException exception)
        {
            return CallResults.Refused(exception);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or McpException))
        {
            LogUnexpected(exception);
            return CallResults.Refused(new UnavailableException(ErrorCodes.Internal, "The call failed unexpectedly. The server's log has the details."));
        }
    }

    public void Dispose() => _subscription.Dispose();

    [LoggerMessage(LogLevel.Error, "A call of an MCP client failed unexpectedly")]
    private partial void LogUnexpected(Exception exception);
}
