using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AIWhisperer.Core.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AIWhisperer.Mcp;

/// <summary>Asks a server for its tools, within bounds.</summary>
internal static class ToolListReader
{
    private const int MostPages = 100;
    private const int LongestName = 200;
    private const int LongestDescription = 4_096;

    // That of no tool: should this one be mended, it is another.
    private static readonly ToolPin s_noPin = new("", "");

    private static readonly JsonElement s_noArguments = JsonElement.Parse("""{"type":"object"}""");

    /// <summary>The tools in the server's order, those that cannot be offered with their faults.</summary>
    /// <exception cref="McpConnectException">There are too many.</exception>
    public static async Task<ImmutableArray<ServerTool>> ReadAsync(McpClient client, McpOptions options, CancellationToken cancellationToken)
    {
        var tools = ImmutableArray.CreateBuilder<ServerTool>();
        if (client.ServerCapabilities.Tools is null)
        {
            return [];
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        var request = new ListToolsRequestParams();
        for (var page = 1; ; page++)
        {
            var (listed, next) = await AskAsync(client, request, cancellationToken);
            tools.AddRange(listed.Select(tool => Read(tool, options.MaxSchemaBytes)).Where(tool => seen.Add(tool.Name)));

            if (tools.Count > options.MaxTools)
            {
                throw new McpConnectException($"it lists more than {options.MaxTools} tools, the most allowed (AIWhisperer:Mcp:MaxTools)");
            }

            if (string.IsNullOrEmpty(next))
            {
                return tools.DrainToImmutable();
            }

            if (page == MostPages)
            {
                throw new McpConnectException($"its list of tools has more than {MostPages} pages");
            }

            request.Cursor = next;
        }
    }

    // The SDK reads a page as a whole: one tool that it cannot read would cost the server all of them.
    private static async Task<(JsonArray Tools, string? Next)> AskAsync(
        McpClient client, ListToolsRequestParams request, CancellationToken cancellationToken)
    {
        var answer = await client.SendRequestAsync(
            new JsonRpcRequest { Method = RequestMethods.ToolsList, Params = JsonSerializer.SerializeToNode(request, McpJsonUtilities.DefaultOptions) },
            cancellationToken);
        return answer.Result?["tools"] is JsonArray tools
            ? (tools, answer.Result["nextCursor"]?.GetValue<string>())
            : throw new JsonException("The answer has no list of tools.");
    }

    private static ServerTool Read(JsonNode? listed, int mostBytes)
    {
        try
        {
            if (listed.Deserialize<ModelContextProtocol.Protocol.Tool>(McpJsonUtilities.DefaultOptions) is { Name: not null } tool)
            {
                return Read(tool, mostBytes);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            // It is told as one that cannot be offered.
        }

        return new(NameOf(listed), "", s_noArguments, s_noPin) { Fault = "it holds half a character, or is no tool of the protocol" };
    }

    private static string NameOf(JsonNode? tool)
    {
        try
        {
            return tool?["name"]?.GetValue<string>() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static ServerTool Read(ModelContextProtocol.Protocol.Tool tool, int mostBytes)
    {
        var fault = FindFault(tool, mostBytes);
        var schema = fault is null ? VisibleSchema.Of(tool.InputSchema) : null;
        return new(tool.Name, Shown(tool.Description ?? ""), schema ?? s_noArguments, ToolPin.Of(tool.Description, tool.InputSchema))
        {
            Fault = fault ?? (schema is null ? "a name in the schema of its arguments holds characters that nobody sees" : null),
        };
    }

    private static string? FindFault(ModelContextProtocol.Protocol.Tool tool, int mostBytes)
    {
        if (tool.Name.Length is 0 or > LongestName || tool.Name.Any(char.IsControl) || tool.Name != VisibleText.Of(tool.Name))
        {
            return "its name is empty, too long or holds characters that nobody sees";
        }

        if (Encoding.UTF8.GetByteCount(tool.InputSchema.GetRawText()) > mostBytes)
        {
            return $"the schema of its arguments is larger than {mostBytes} bytes, the most allowed (AIWhisperer:Mcp:MaxSchemaBytes)";
        }

        return ArgumentSchema.IsUsable(tool.InputSchema) ? null : "the schema of its arguments is not one of named arguments";
    }

    private static string Shown(string description)
    {
        var start = description.Length <= LongestDescription ? description : $"{description.AsSpan(0, LongestDescription)}…";
        return VisibleText.Of(start);
    }
}
