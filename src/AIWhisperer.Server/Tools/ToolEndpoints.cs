using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Tools;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Tools;

internal static class ToolEndpoints
{
    public static void MapTools(this IEndpointRouteBuilder api)
    {
        api.MapGet("/tools", List)
            .WithTags("Tools")
            .WithSummary("List the tools, the tool sets and the MCP servers")
            .WithDescription(
                "What agents can be granted. The tools of an MCP server are those that it was last seen to have: none before an agent's turn "
                + "has first asked it. How a server is started or reached is never shown. The tools of clients are not listed.");
        api.MapGet("/agents/{agentId}/tools", ListOfAgent)
            .WithTags("Tools")
            .WithSummary("List what an agent is granted, and why")
            .WithDescription(
                "Each tool with what grants it and the approval rules that are about it, what is denied and by what, and the MCP servers. A "
                + "turn finds its tools when it begins: those of MCP servers and of clients may be others by then.")
            .ProducesProblems(404);
    }

    private static Ok<ToolList> List(
        ToolCatalog catalog, ToolSetCatalog sets, ToolGrants grants, IToolServers servers, IOptions<ToolOptions> options)
    {
        var current = sets.Current;
        var known = servers.Servers.OrderBy(server => server.Id, StringComparer.Ordinal).ToArray();
        return TypedResults.Ok(new ToolList(
            [
                .. catalog.Tools.Concat(known.SelectMany(server => server.Tools))
                    .OrderBy(tool => tool.Name, StringComparer.Ordinal)
                    .Select(tool => ToolDescription.Of(tool, options.Value)),
            ],
            [.. current.Sets.Values.Select(set => ToolDescription.Of(set, grants))],
            [.. known.Select(ToolDescription.Of)],
            [.. current.Problems, .. servers.Problems]));
    }

    private static Ok<AgentToolList> ListOfAgent(string agentId, AgentDirectory directory, ToolGrants grants, IOptions<ToolOptions> options)
    {
        var agent = directory.Get(agentId).Entry;
        var selection = agent.Definition?.Tools ?? ToolSelection.None;
        var granted = grants.Preview(selection);
        return TypedResults.Ok(new AgentToolList(
            agent.Id,
            agent.Definition?.Revision,
            [
                .. granted.All.Values.Select(one => new AgentTool(
                    ToolDescription.Of(one.Tool, options.Value),
                    one.Because,
                    [.. (agent.Definition?.Approval ?? []).Where(rule => rule.IsAbout(one.Tool.Name))])),
            ],
            [.. granted.Denied.Select(denied => new AgentDeniedTool(denied.Tool.Name, denied.Because))],
            [.. grants.ServersOf(selection).Select(ToolDescription.Of)],
            selection.ClientTools));
    }
}
