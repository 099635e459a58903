using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Agents;

/// <summary>
/// The agents in service, read from <c>agents/*.yaml</c> below the configuration directory. Thread-safe: readers take
/// <see cref="Current"/>, which is replaced whole.
/// </summary>
/// <remarks>
/// A bad edit keeps the last good definition in service. At the first reading a problem with a setting that has a default leaves that
/// setting unset; any other problem keeps the agent out of service.
/// </remarks>
public sealed partial class AgentCatalog : IConfigurationTarget
{
    private readonly AgentReferences _references;
    private readonly ILogger<AgentCatalog> _logger;
    private readonly string _directory;
    private readonly Lock _reload = new();
    private volatile AgentSnapshot _current;
    private ImmutableArray<Action<AgentChange>> _handlers = [];

    /// <summary>Reads the configuration for the first time.</summary>
    /// <param name="options">Where the configuration is.</param>
    /// <param name="references">The names agents may refer to.</param>
    /// <param name="logger">Told of every reload that changes something or finds problems.</param>
    public AgentCatalog(IOptions<ConfigurationOptions> options, AgentReferences references, ILogger<AgentCatalog> logger)
    {
        _references = references;
        _logger = logger;
        _directory = Path.GetFullPath(options.Value.Directory);
        _current = AgentSuccession.Snapshot([], []);
        _ = Reload();
    }

    /// <summary>The state in service.</summary>
    public AgentSnapshot Current => _current;

    /// <summary>The agent of exactly that id, or null.</summary>
    public AgentEntry? Find(string agentId) => _current.Agents.GetValueOrDefault(agentId);

    /// <summary>
    /// Calls the handler for every change of a definition in service, after <see cref="Current"/> is replaced, on the thread that reloads
    /// and one reload at a time. A handler must return soon and must not call <see cref="Reload"/>; what it throws is logged.
    /// </summary>
    /// <returns>Ends the subscription when disposed.</returns>
    public IDisposable OnChange(Action<AgentChange> handler)
    {
        ImmutableInterlocked.Update(ref _handlers, handlers => handlers.Add(handler));
        return new Subscription(this, handler);
    }

    /// <summary>Reads all files again and puts what is good into service. Never throws for what the files hold.</summary>
    public AgentReloadReport Reload()
    {
        lock (_reload)
        {
            AgentSnapshot before = _current;
            AgentSnapshot after = AgentSuccession.Next(before, new AgentDirectoryReader(_directory, _references).Read());
            ImmutableArray<AgentChange> changes = AgentSuccession.Changes(before, after);
            _current = after;
            Log(before, after, changes);
            foreach (AgentChange change in changes)
            {
                Tell(change);
            }

            return new(after, changes);
        }
    }

    /// <summary>
    /// Reads a text as if it were an agents file of its own, against the known providers, tools and prompt files. Nothing in service
    /// changes.
    /// </summary>
    /// <param name="yaml">The text of the file; more than 256 KB as UTF-8 is a problem.</param>
    public AgentSnapshot Validate(string yaml)
    {
        AgentFileReading file = new AgentDirectoryReader(_directory, _references).ReadText("agents.yaml", yaml);
        return AgentSuccession.Snapshot(file.Agents.Select(agent => AgentSuccession.Next(null, agent)), file.Problems);
    }

    /// <inheritdoc/>
    void IConfigurationTarget.Reload() => Reload();

    private void Tell(AgentChange change)
    {
        foreach (Action<AgentChange> handler in _handlers)
        {
            try
            {
                handler(change);
            }
#pragma warning disable CA1031 // One subscriber's fault must not keep the change from the others.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                LogHandlerFault(fault, change.AgentId);
            }
        }
    }

    private void Log(AgentSnapshot before, AgentSnapshot after, ImmutableArray<AgentChange> changes)
    {
        if (!changes.IsEmpty)
        {
            LogReloaded(after.Revision, changes.Length, after.Agents.Count);
        }

        foreach (ConfigurationProblem problem in after.AllProblems.Except(before.AllProblems))
        {
            LogProblem(problem);
        }
    }

    [LoggerMessage(LogLevel.Information, "Agents are at revision {Revision}: {Changes} changed, {Agents} in all")]
    private partial void LogReloaded(string revision, int changes, int agents);

    [LoggerMessage(LogLevel.Warning, "{Problem}")]
    private partial void LogProblem(ConfigurationProblem problem);

    [LoggerMessage(LogLevel.Error, "A subscriber to changes of agents failed at agent {AgentId}")]
    private partial void LogHandlerFault(Exception fault, string agentId);

    private sealed class Subscription(AgentCatalog catalog, Action<AgentChange> handler) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref catalog._handlers, handlers => handlers.Remove(handler));
    }
}
