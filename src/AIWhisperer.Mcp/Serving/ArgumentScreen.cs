using System.Text.Json;
using System.Text.Json.Nodes;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AIWhisperer.Mcp.Serving;

/// <summary>
/// Takes away arguments that nothing could be done with, since they hold half a character or nest too deep, before the SDK reads them: it
/// would answer with a fault of the server. The client is told by the tool that it called.
/// </summary>
internal static class ArgumentScreen
{
    private const string Arguments = "arguments";
    private const string FaultKey = "fault of the arguments";

    /// <summary>Screens each message before it is handled.</summary>
    public static McpMessageHandler Before(McpMessageHandler next) => (context, cancellationToken) =>
    {
        if (context.JsonRpcMessage is JsonRpcRequest { Method: RequestMethods.ToolsCall, Params: JsonObject call } request)
        {
            Screen(request, call);
        }

        return next(context, cancellationToken);
    };

    /// <summary>The call, with what is wrong with its arguments where something is.</summary>
    public static FunctionCallContent Read(JsonRpcRequest request, CallToolRequestParams call)
    {
        var content = new FunctionCallContent(
            "call", call.Name, call.Arguments?.ToDictionary(argument => argument.Key, object? (argument) => argument.Value))
        {
            Exception = request.Context?.Items?.TryGetValue(FaultKey, out var fault) == true ? (Exception?)fault : null,
        };
        ToolArguments.Screen(content);
        return content;
    }

    private static void Screen(JsonRpcRequest request, JsonObject call)
    {
        try
        {
            using var nowhere = new Utf8JsonWriter(Stream.Null);
            call[Arguments]?.WriteTo(nowhere);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            call[Arguments] = new JsonObject();
            request.Context ??= new JsonRpcMessageContext();
            request.Context.Items ??= new Dictionary<string, object?>();
            request.Context.Items[FaultKey] = fault;
        }
    }
}
