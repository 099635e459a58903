using ModelContextProtocol.Server;

namespace AIWhisperer.Mcp.Serving;

/// <summary>
/// An empty collection whose change the SDK tells the client of, in the way of whichever revision of the protocol they speak. The tools
/// themselves are found when they are asked for.
/// </summary>
internal sealed class ToolListSignal : McpServerPrimitiveCollection<McpServerTool>
{
    public void Tell() => RaiseChanged();
}
