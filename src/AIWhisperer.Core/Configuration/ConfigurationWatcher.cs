using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Configuration;

/// <summary>
/// Reloads the targets, in their order, when a file below the configuration directory changes. The file system's reports only make it
/// quick; every poll compares contents, so nothing depends on the reports.
/// </summary>
internal sealed partial class ConfigurationWatcher(
    IOptions<ConfigurationOptions> options,
    IEnumerable<IConfigurationTarget> targets,
    TimeProvider time,
    ILogger<ConfigurationWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(200);

    private const int MostQuietWaits = 5;

    private readonly string _directory = Path.GetFullPath(options.Value.Directory);
    private readonly IConfigurationTarget[] _targets = [.. targets];

    // One waiting wake-up is as good as many: each makes the loop look at everything.
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
        SingleReader = true,
    });

    private FileSystemWatcher? _reports;
    private volatile bool _areReportsBroken;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _reports?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using ITimer poll = time.CreateTimer(_ => Wake(), null, options.Value.PollInterval, options.Value.PollInterval);

        // What was read before the watching began may be old by now: the first look always reloads.
        string? inService = null;
        Wake();
        await foreach (bool _ in _wakes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                KeepReports();
                string seen = ConfigurationFingerprint.Of(_directory);
                if (seen != inService)
                {
                    seen = await SettleAsync(seen, stoppingToken);
                    Array.ForEach(_targets, target => target.Reload());
                    inService = seen;
                }
            }
#pragma warning disable CA1031 // A failed reload must not end the watching.
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogReloadFault(fault);
            }
        }
    }

    // Waits while somebody is still writing, but not for ever.
    private async Task<string> SettleAsync(string seen, CancellationToken stoppingToken)
    {
        for (int i = 0; i < MostQuietWaits; i++)
        {
            await Task.Delay(s_quiet, time, stoppingToken);
            string now = ConfigurationFingerprint.Of(_directory);
            if (now == seen)
            {
                break;
            }

            seen = now;
        }

        return seen;
    }

    private void Wake() => _wakes.Writer.TryWrite(true);

    // Called at every look, so that reports come back, at the poll's pace, after a fault or a missing directory.
    private void KeepReports()
    {
        if (!options.Value.Watch || (_reports is not null && !_areReportsBroken))
        {
            return;
        }

        _reports?.Dispose();
        _reports = null;
        _areReportsBroken = false;
        try
        {
            FileSystemWatcher reports = new(_directory) { IncludeSubdirectories = true };
            reports.Changed += (_, _) => Wake();
            reports.Created += (_, _) => Wake();
            reports.Deleted += (_, _) => Wake();
            reports.Renamed += (_, _) => Wake();
            reports.Error += (_, _) => _areReportsBroken = true;
            _reports = reports;
            reports.EnableRaisingEvents = true;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException)
        {
            _areReportsBroken = true;
            LogNoReports(fault.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "Reloading the configuration failed; what was in service stays")]
    private partial void LogReloadFault(Exception fault);

    [LoggerMessage(LogLevel.Debug, "Changes of files are not reported here, polling alone finds them: {Reason}")]
    private partial void LogNoReports(string reason);
}
