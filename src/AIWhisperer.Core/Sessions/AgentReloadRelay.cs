using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Loops;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// Carries changes of agents to the sessions concerned: those in memory in which the agent is active or has a loop. Running turns keep
/// what they began with.
/// </summary>
internal sealed partial class AgentReloadRelay(
    AgentCatalog catalog,
    AgentDirectory agents,
    AILoopManager loops,
    SessionCache cache,
    ILogger<AgentReloadRelay> logger) : IHostedService, IDisposable
{
    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = catalog.OnChange(Relay);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _subscription?.Dispose();

    private void Relay(AgentChange change)
    {
        if (change.Kind == AgentChangeKind.Removed)
        {
            _ = RetireAsync(change.AgentId);
        }
        else if (change is { Kind: AgentChangeKind.Changed, After: { } after } && agents.Get(change.AgentId).Config is { } config)
        {
            foreach (var loop in loops.List().Where(loop => loop.Key.AgentId == change.AgentId))
            {
                loop.Configure(config);
            }

            foreach (var session in cache.Sessions.Where(session => Concerns(session, change.AgentId)))
            {
                _ = TellAsync(session, new AgentReloaded(after.Revision, change.ChangedKeys) { AgentId = change.AgentId });
            }
        }
    }

    private bool Concerns(Session session, string agentId) =>
        session.Record.ActiveAgentId == agentId || loops.Find(new LoopKey(session.Id, agentId)) is not null;

    [SuppressMessage("Design", "CA1031", Justification = "Nobody awaits it.")]
    private async Task RetireAsync(string agentId)
    {
        try
        {
            await loops.RetireAgentAsync(agentId);
            LogRetired(agentId);
        }
        catch (Exception exception)
        {
            LogNotRetired(exception, agentId);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Nobody awaits it; a session that cannot be told goes on all the same.")]
    private async Task TellAsync(Session session, AgentReloaded reloaded)
    {
        try
        {
            await session.AppendAsync(reloaded);
        }
        catch (Exception exception)
        {
            LogNotTold(exception, session.Id, reloaded.AgentId);
        }
    }

    [LoggerMessage(LogLevel.Information, "Released the loops of agent {AgentId}: it is no longer configured")]
    private partial void LogRetired(string agentId);

    [LoggerMessage(LogLevel.Error, "The loops of agent {AgentId}, which is no longer configured, could not be released")]
    private partial void LogNotRetired(Exception exception, string agentId);

    [LoggerMessage(LogLevel.Warning, "Session {SessionId} could not be told of the new revision of agent {AgentId}")]
    private partial void LogNotTold(Exception exception, string sessionId, string? agentId);
}
