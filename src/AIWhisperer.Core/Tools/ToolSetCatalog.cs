using AIWhisperer.Core.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools;

/// <summary>
/// The tool sets in service, read from <c>tools.yaml</c> in the configuration directory; the file need not exist. Thread-safe: readers
/// take <see cref="Current"/>, which is replaced whole. A file with a problem keeps the last good one in service whole; while there is
/// none, what is good of it serves.
/// </summary>
public sealed partial class ToolSetCatalog : IConfigurationTarget
{
    private readonly ToolCatalog _catalog;
    private readonly IToolServers _servers;
    private readonly ILogger<ToolSetCatalog> _logger;
    private readonly string _file;
    private readonly Lock _reload = new();
    private ToolSetSnapshot? _lastGood;
    private volatile ToolSetSnapshot _current = ToolSetSnapshot.None;

    /// <summary>Reads the file for the first time.</summary>
    /// <param name="options">Where the configuration is.</param>
    /// <param name="catalog">The server's own tools.</param>
    /// <param name="servers">Where further tools come from.</param>
    /// <param name="logger">Told of problems that are new.</param>
    public ToolSetCatalog(
        IOptions<ConfigurationOptions> options, ToolCatalog catalog, IToolServers servers, ILogger<ToolSetCatalog> logger)
    {
        _catalog = catalog;
        _servers = servers;
        _logger = logger;
        _file = Path.Combine(Path.GetFullPath(options.Value.Directory), ToolSetFileReader.FileName);
        _ = Reload();
    }

    /// <summary>The state in service.</summary>
    public ToolSetSnapshot Current => _current;

    /// <summary>Reads the file again. Never throws for what it holds.</summary>
    public ToolSetSnapshot Reload()
    {
        lock (_reload)
        {
            var before = _current;
            var after = Next();
            _current = after;
            foreach (var problem in after.Problems.Except(before.Problems))
            {
                LogProblem(problem);
            }

            return after;
        }
    }

    /// <inheritdoc/>
    void IConfigurationTarget.Reload() => Reload();

    private ToolSetSnapshot Next()
    {
        var reading = File.Exists(_file)
            ? new ToolSetFileReader(_catalog, KnownTools.Of(_catalog, _servers)).Read(FileText.Read(_file, YamlLimits.Bytes))
            : ToolSetSnapshot.None;
        if (reading.Problems.IsEmpty)
        {
            return _lastGood = reading;
        }

        return _lastGood is { } kept
            ? kept with { Faulty = [.. reading.Faulty.Where(name => !kept.Sets.ContainsKey(name))], Problems = reading.Problems }
            : reading;
    }

    [LoggerMessage(LogLevel.Warning, "{Problem}")]
    private partial void LogProblem(ConfigurationProblem problem);
}
