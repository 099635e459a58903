using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Sessions;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AIWhisperer.Mcp.Serving;

/// <summary>Makes what serves one client, whichever way it is connected. Thread-safe singleton.</summary>
internal sealed class Offers(
    AgentCatalog agents,
    SessionDirectory sessions,
    AgentCalls agentCalls,
    ToolCalls toolCalls,
    ClientLabels labels,
    ILogger<OfferedTools> logger)
{
    public const string Name = "aiwhisperer";

    private const string Instructions = """
        Each tool ask_NAME sends a message to the AI agent NAME and returns its answer. An agent remembers what it was asked before; pass
        new_conversation to begin afresh.
        """;

    private static readonly Implementation s_server = new()
    {
        Name = Name,
        Title = "AIWhisperer",
        Version = typeof(Offers).Assembly.GetName().Version!.ToString(3),
    };

    /// <summary>A client over HTTP.</summary>
    public ServedClient Open(string id, string owner)
    {
        var transport = new HttpTransport(id);
        var tools = Make(owner);
        return new ServedClient(id, owner, transport, tools, Start(transport, tools));
    }

    public OfferedTools Make(string owner) => new(
        agentCalls, toolCalls, new Conversation(owner, sessions, labels), agents, logger);

    /// <summary>The SDK's own log would name each client as that names itself; the server's log has its requests and turns already.</summary>
    public static McpServer Start(ITransport transport, OfferedTools tools) => McpServer.Create(
        transport,
        new McpServerOptions
        {
            ServerInfo = s_server,
            ServerInstructions = Instructions,
            ToolCollection = tools.Signal,
            Handlers = new McpServerHandlers { ListToolsHandler = tools.ListAsync, CallToolHandler = tools.CallAsync },
            Filters = new McpServerFilters { Message = new McpMessageFilters { IncomingFilters = [ArgumentScreen.Before] } },
        });
}
