using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Mcp;

/// <summary>
/// The MCP servers that <c>mcp.yaml</c> in the configuration directory declares; the file need not exist. Thread-safe: readers take
/// <see cref="Current"/>, which is replaced whole. A bad edit of a server keeps its last good definition.
/// </summary>
public sealed partial class McpCatalog : IConfigurationTarget
{
    private readonly McpFileReader _reader;
    private readonly ILogger<McpCatalog> _logger;
    private readonly string _file;
    private readonly Lock _reload = new();
    private volatile McpSnapshot _current = new([], []);

    /// <summary>Reads the file for the first time.</summary>
    /// <param name="options">Where the configuration is.</param>
    /// <param name="logger">Told of every reload that changes something or finds problems.</param>
    public McpCatalog(IOptions<ConfigurationOptions> options, ILogger<McpCatalog> logger)
    {
        var directory = Path.GetFullPath(options.Value.Directory);
        _file = Path.Combine(directory, McpFileReader.FileName);
        _reader = new(directory);
        _logger = logger;
        _ = Reload();
    }

    /// <summary>Told, on the thread that reloads, when servers were changed or removed.</summary>
    internal event Action? Changed;

    /// <summary>The servers in service.</summary>
    public McpSnapshot Current => _current;

    /// <summary>Reads the file again and puts what is good into service. Never throws for what it holds.</summary>
    public McpSnapshot Reload()
    {
        lock (_reload)
        {
            var before = _current;
            var reading = File.Exists(_file) ? _reader.Read(FileText.Read(_file, YamlLimits.Bytes)) : McpFileReading.None;
            var after = reading.IsReadable ? Next(before, reading) : before with { Problems = reading.Problems };
            _current = after;
            foreach (var problem in after.Problems.Except(before.Problems))
            {
                LogProblem(problem);
            }

            if (!after.Servers.Values.SequenceEqual(before.Servers.Values))
            {
                LogReloaded(after.Servers.Count);
                Changed?.Invoke();
            }

            return after;
        }
    }

    /// <inheritdoc/>
    void IConfigurationTarget.Reload() => Reload();

    private static McpSnapshot Next(McpSnapshot before, McpFileReading reading)
    {
        var servers = ImmutableSortedDictionary.CreateBuilder<string, McpServerDefinition>(StringComparer.Ordinal);
        foreach (var one in reading.Servers)
        {
            var known = before.Servers.GetValueOrDefault(one.Id);
            var chosen = one.IsClean ? one.Definition : known ?? one.Definition;
            if (chosen is not null)
            {
                // Connections belong to the instance: an unchanged definition must stay the same one.
                servers.Add(one.Id, chosen.IsSameAs(known) ? known! : chosen);
            }
        }

        return new([.. reading.Servers.Select(one => one.Id)], reading.Problems) { Servers = servers.ToImmutable() };
    }

    [LoggerMessage(LogLevel.Information, "{Servers} MCP servers are configured")]
    private partial void LogReloaded(int servers);

    [LoggerMessage(LogLevel.Warning, "{Problem}")]
    private partial void LogProblem(ConfigurationProblem problem);
}
