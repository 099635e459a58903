using System.Text;
using AIWhisperer.Core;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Tools;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AIWhisperer.Server.Agents;

internal static class AgentEndpoints
{
    /// <summary>The catalog reads no more of a file; a longer text would be judged by its beginning.</summary>
    private const int MaxYamlBytes = 262_144;

    public static void MapAgents(this IEndpointRouteBuilder api)
    {
        var agents = api.MapGroup("/agents").WithTags("Agents");
        agents.MapGet("", List)
            .WithSummary("List the agents")
            .WithDescription("Each with its availability, the reason where it is not simply available, and the settings in force.");
        agents.MapGet("/{agentId}", Get)
            .WithSummary("Read an agent")
            .ProducesProblems(404);
        agents.MapPost("/reload", Reload)
            .WithSummary("Read the configuration again")
            .WithDescription("Saved files are noticed without it. A file with errors keeps what was in service and is listed in `problems`.");
        agents.MapPost("/validate", Validate)
            .WithSummary("Check an agents file without using it")
            .ProducesProblems(400, 413, 415);
    }

    private static Ok<AgentList> List(AgentDirectory directory, AgentCatalog catalog, ToolGrants grants)
    {
        var current = catalog.Current;
        return TypedResults.Ok(new AgentList(
            current.Revision, [.. directory.List().Select(agent => AgentDescription.Of(agent, grants))], current.Problems));
    }

    private static Ok<AgentResponse> Get(string agentId, AgentDirectory directory, ToolGrants grants) =>
        TypedResults.Ok(AgentDescription.Of(directory.Get(agentId), grants));

    private static Ok<ReloadResponse> Reload(
        AgentCatalog agents, ProviderCatalog providers, ToolSetCatalog toolSets, IToolServers toolServers)
    {
        // Tool sets name MCP servers, and agents name all the others: those have to be known first.
        toolServers.Reload();
        var providersNow = providers.Reload();
        var toolSetsNow = toolSets.Reload();
        var report = agents.Reload();
        return TypedResults.Ok(new ReloadResponse(
            report.Snapshot.Revision,
            [.. report.Changes.Select(change =>
                new ReloadedAgent(change.AgentId, change.Kind, change.After?.Revision, change.ChangedKeys))],
            [.. toolServers.Problems, .. providersNow.Problems, .. toolSetsNow.Problems, .. report.Snapshot.AllProblems]));
    }

    private static Ok<ValidateAgentsResponse> Validate(ValidateAgentsRequest request, AgentCatalog agents)
    {
        if (Encoding.UTF8.GetByteCount(request.Yaml) > MaxYamlBytes)
        {
            throw new InvalidInputException(
                ErrorCodes.TooLarge, "yaml", "The field 'yaml' is over the limit of 256 KB of an agents file. Split it into several files.");
        }

        var snapshot = agents.Validate(request.Yaml);
        var problems = snapshot.AllProblems.ToArray();
        return TypedResults.Ok(new ValidateAgentsResponse(
            problems.Length == 0,
            [.. snapshot.Agents.Values.Select(agent => new ValidatedAgent(agent.Id, agent.State))],
            problems));
    }
}
