using System.Text.Json;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;
using ModelContextProtocol;

namespace AIWhisperer.Mcp;

/// <summary>A server's tool as the loops call it. It stays usable when the connection is made anew, as long as the tool is the same.</summary>
/// <param name="link">The way to the server.</param>
/// <param name="tool">The tool as it was granted.</param>
/// <param name="name">What models call it by.</param>
internal sealed class McpTool(McpLink link, ServerTool tool, string name) : AIFunction
{
    private const int LongestError = 4_000;

    public override string Name => name;

    public override string Description => tool.Description;

    public override JsonElement JsonSchema => tool.Schema;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var state = await link.ConnectAsync(cancellationToken);
        if (state.Connection is not { } connection)
        {
            throw new McpCallException($"'{name}' was not run: the MCP server '{link.Server.Id}' cannot be used, {state.Reason}.");
        }

        if (connection.Tools.FirstOrDefault(one => one.Name == tool.Name)?.Pin != tool.Pin)
        {
            throw new McpCallException($"'{name}' was not run: its MCP server has changed or removed it since the turn began.");
        }

        try
        {
            var result = await connection.CallAsync(
                tool.Name, new Dictionary<string, object?>(arguments, StringComparer.Ordinal), arguments.Progress(), cancellationToken);
            var text = ToolResultText.Of(result);
            return result.IsError == true ? throw new McpCallException(Cut($"'{name}' failed: {text}")) : text;
        }
        catch (McpConnectException fault)
        {
            throw new EffectUnknownException(
                $"'{name}' failed: the connection to its MCP server ended before the answer; whether it had an effect is unknown.", fault);
        }
        catch (McpException fault)
        {
            throw new McpCallException(Cut($"'{name}' was refused by its MCP server: {fault.Message}"), fault);
        }
    }

    // Words of the server's own, which are data.
    private static string Cut(string text) => text.Length <= LongestError ? text : $"{text.AsSpan(0, LongestError)}…";
}
