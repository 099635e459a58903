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
public sealed class AgentCatalog
{
    /// <summary>Reads the configuration for the first time.</summary>
    /// <param name="options">Where the configuration is.</param>
    /// <param name="references">The names agents may refer to.</param>
    /// <param name="logger">Told of every reload that changes something or finds problems.</param>
    public AgentCatalog(IOptions<ConfigurationOptions> options, AgentReferences references, ILogger<AgentCatalog> logger)
    {
        Current = new("", ImmutableSortedDictionary<string, AgentEntry>.Empty, []);
    }

    /// <summary>The state in service.</summary>
    public AgentSnapshot Current { get; private set; }

    /// <summary>The agent of exactly that id, or null.</summary>
    public AgentEntry? Find(string agentId) => Current.Agents.GetValueOrDefault(agentId);

    /// <summary>
    /// Calls the handler for every change of a definition in service, after <see cref="Current"/> is replaced, on the thread that reloads
    /// and one reload at a time. A handler must return soon and must not call <see cref="Reload"/>; what it throws is logged.
    /// </summary>
    /// <returns>Ends the subscription when disposed.</returns>
    public IDisposable OnChange(Action<AgentChange> handler) => throw new NotImplementedException();

    /// <summary>Reads all files again and puts what is good into service. Never throws for what the files hold.</summary>
    public AgentReloadReport Reload() => throw new NotImplementedException();

    /// <summary>
    /// Reads a text as if it were an agents file of its own, against the known providers, tools and prompt files. Nothing in service
    /// changes.
    /// </summary>
    /// <param name="yaml">The text of the file; at most 256 KB are read.</param>
    public AgentSnapshot Validate(string yaml) => throw new NotImplementedException();
}
