using AIWhisperer.Core.Loops;

namespace AIWhisperer.Server.Agents;

/// <summary>Says at start-up which agents do not run as configured, and what to do about it.</summary>
internal sealed partial class AgentReport(AgentDirectory directory, ILogger<AgentReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var agents = directory.List();
        LogAgents(agents.Count(agent => agent.Availability == AgentAvailability.Available), agents.Count);
        foreach (var agent in agents.Where(agent => agent.Availability != AgentAvailability.Available))
        {
            LogAgent(agent.Entry.Id, agent.Availability, agent.Reason);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Information, "{Available} of {Total} agents run on their first choice of model")]
    private partial void LogAgents(int available, int total);

    [LoggerMessage(LogLevel.Warning, "Agent {Agent} is {Availability}: {Reason}")]
    private partial void LogAgent(string agent, AgentAvailability availability, string? reason);
}
