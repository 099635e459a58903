using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers.Cassettes;
using AIWhisperer.Core.Providers.Resilience;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Providers;

/// <summary>
/// The model back ends in service, read from <c>providers.yaml</c> and <c>models.yaml</c> in the configuration directory, and a client
/// for each. Thread-safe: readers take <see cref="Current"/>, which is replaced whole. A bad edit keeps the last good definitions.
/// </summary>
public sealed partial class ProviderCatalog : IConfigurationTarget
{
    private readonly ImmutableSortedDictionary<string, IProviderKind> _kinds;
    private readonly ProviderFileReader _reader;
    private readonly CassetteDeck _cassettes;
    private readonly TimeProvider _clock;
    private readonly ILogger<ProviderCatalog> _logger;
    private readonly string _directory;
    private readonly Lock _reload = new();

    // A replaced definition's client lives until the last call on it has ended, and goes with its definition.
    private readonly ConditionalWeakTable<ProviderDefinition, Lazy<ResilientChatClient>> _clients = [];
    private readonly ConcurrentDictionary<string, CallTally> _tallies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ProviderGuards> _guards = new(StringComparer.Ordinal);
    private volatile ProviderSnapshot _current;

    /// <summary>Reads the configuration for the first time.</summary>
    /// <param name="options">Where the configuration is.</param>
    /// <param name="kinds">The kinds of provider that <c>kind</c> may name.</param>
    /// <param name="environment">Gives the keys.</param>
    /// <param name="clock">Drives the waits and limits of calls.</param>
    /// <param name="cassettes">Records or replays calls of providers, as it is set.</param>
    /// <param name="logger">Told of every reload that changes something or finds problems.</param>
    public ProviderCatalog(
        IOptions<ConfigurationOptions> options,
        IEnumerable<IProviderKind> kinds,
        EnvironmentReader environment,
        TimeProvider clock,
        CassetteDeck cassettes,
        ILogger<ProviderCatalog> logger)
    {
        _kinds = kinds.ToImmutableSortedDictionary(kind => kind.Name, kind => kind, StringComparer.Ordinal);
        _reader = new(_kinds, environment);
        _cassettes = cassettes;
        _clock = clock;
        _logger = logger;
        _directory = Path.GetFullPath(options.Value.Directory);
        _current = new("", null, ImmutableSortedDictionary<string, ProviderDefinition>.Empty, []);
        _ = Reload();
    }

    /// <summary>The state in service.</summary>
    public ProviderSnapshot Current => _current;

    /// <summary>Reads the files again and puts what is good into service. Never throws for what they hold.</summary>
    public ProviderSnapshot Reload()
    {
        lock (_reload)
        {
            ProviderSnapshot before = _current;
            (ModelTable table, ImmutableArray<ConfigurationProblem> problems) = ReadTable(before);
            ProviderFileReading reading = _reader.Read(FileText.Read(PathOf(ProviderFileReader.FileName), YamlLimits.Bytes), table);
            ProviderSnapshot after = ProviderSuccession.Next(before, reading) with { Table = table };
            after = after with { Problems = [.. problems, .. after.Problems] };
            _current = after;
            if (after.Revision != before.Revision)
            {
                LogReloaded(after.Revision, after.Providers.Count);
            }

            foreach (ConfigurationProblem problem in after.Problems.Except(before.Problems))
            {
                LogProblem(problem);
            }

            return after;
        }
    }

    /// <summary>Whether the provider can be called; an unknown id is unavailable.</summary>
    public ProviderStatus Status(string providerId) => Status(providerId, _current);

    /// <summary>
    /// The provider's client, shared by all callers, who must not dispose it. It is the same one while the definition is unchanged; after
    /// a change, calls under way end on the client they began with.
    /// </summary>
    /// <exception cref="ProviderException">
    /// The provider is unavailable (<see cref="ErrorCodes.ProviderUnavailable"/>); the message is the status's reason.
    /// </exception>
    public IChatClient GetClient(string providerId)
    {
        ProviderSnapshot current = _current;
        if (Status(providerId, current).Reason is { } reason)
        {
            throw new ProviderException(ErrorCodes.ProviderUnavailable, reason);
        }

        return _clients.GetValue(current.Providers[providerId], NewClient).Value;
    }

    /// <summary>
    /// What is known of the provider's model, from the model-facts table; <see cref="ModelFacts.Unknown"/> when it is not listed, or the
    /// provider is not in service.
    /// </summary>
    public ModelFacts FactsOf(string providerId, string model) =>
        _current.Providers.GetValueOrDefault(providerId)?.FactsOf(model) ?? ModelFacts.Unknown;

    /// <summary>What is going on with a provider's calls; nothing yet for one that was never called.</summary>
    public ProviderActivity Activity(string providerId) =>
        _current.Providers.TryGetValue(providerId, out var provider)
        && _clients.TryGetValue(provider, out var client) && client.IsValueCreated
            ? client.Value.Activity
            : _tallies.GetValueOrDefault(providerId)?.Read(providerId) ?? new(providerId);

    /// <inheritdoc/>
    void IConfigurationTarget.Reload() => Reload();

    private ProviderStatus Status(string providerId, ProviderSnapshot current)
    {
        string? reason = current.Providers.GetValueOrDefault(providerId) switch
        {
            null when current.DeclaredIds.Contains(providerId) =>
                $"The provider `{providerId}` has errors in {ProviderFileReader.FileName}; mend them.",
            null => $"There is no provider `{ShownText.Of(providerId)}`. "
                + NearestName.Remedy(providerId, current.DeclaredIds, "Declare it in providers.yaml."),
            { ApiKeyVariable: { } variable, ApiKey: null } when !_cassettes.IsReplaying =>
                ProviderStatus.MissingKey(variable),
            _ => null,
        };
        return new(providerId, reason is null ? ProviderAvailability.Available : ProviderAvailability.Unavailable, reason);
    }

    private string PathOf(string file) => Path.Combine(_directory, file);

    // The file need not exist. One with problems changes nothing; at the first reading, what is good of it serves.
    private (ModelTable Table, ImmutableArray<ConfigurationProblem> Problems) ReadTable(ProviderSnapshot before)
    {
        string file = PathOf(ModelTableReader.FileName);
        if (!File.Exists(file))
        {
            return (BuiltInModels.Table, []);
        }

        (ModelTable table, ImmutableArray<ConfigurationProblem> problems) = ModelTableReader.Read(FileText.Read(file, YamlLimits.Bytes));
        return (problems.IsEmpty || before.Revision.Length == 0 ? BuiltInModels.Table.With(table) : before.Table, problems);
    }

    private Lazy<ResilientChatClient> NewClient(ProviderDefinition provider) => new(() =>
    {
        var wire = _cassettes.NewClient(provider, _kinds[provider.Kind], Keys);
        var timed = new TimeLimitedChatClient(wire, provider, _clock);
        var guards = _guards.AddOrUpdate(
            provider.Id, _ => new(provider, _clock), (_, known) => known.Fit(provider) ? known : new(provider, _clock));
        return new(timed, provider, guards, _tallies.GetOrAdd(provider.Id, _ => new CallTally(_clock)), _clock);
    });

    private IEnumerable<Secret> Keys() => _current.Providers.Values.Select(provider => provider.ApiKey).OfType<Secret>();

    [LoggerMessage(LogLevel.Information, "Providers are at revision {Revision}: {Providers} in all")]
    private partial void LogReloaded(string revision, int providers);

    [LoggerMessage(LogLevel.Warning, "{Problem}")]
    private partial void LogProblem(ConfigurationProblem problem);
}
