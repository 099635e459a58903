using System.Net;
using AIWhisperer.Core.Tools;
using AIWhisperer.Core.Tools.Web;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tests.Tools.Web;

/// <summary>The tool <c>fetch_url</c> as a server with these settings has it. Unless told otherwise every name leads to this machine.</summary>
internal sealed class FetchStage : IDisposable
{
    private readonly WebFetcher _fetcher;
    private readonly Tool _tool;
    private readonly TimeProvider _clock;

    /// <param name="allows">Which addresses may be connected to.</param>
    /// <param name="port">The port that may be asked.</param>
    /// <param name="hosts">The hosts that may be asked; null means all.</param>
    /// <param name="resolve">Finds the address of a name.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <param name="clock">Ends the time of a call. Unless given it never does.</param>
    public FetchStage(
        Predicate<IPAddress> allows,
        int port,
        IEnumerable<string>? hosts = null,
        Func<string, IPAddress>? resolve = null,
        Action<FetchOptions>? configure = null,
        TimeProvider? clock = null)
    {
        var options = new FetchOptions();
        options.AllowedPorts.Add(port);
        foreach (var host in hosts ?? ["*"])
        {
            options.AllowedHosts.Add(host);
        }

        configure?.Invoke(options);
        _fetcher = new WebFetcher(options, new GuardedConnections(
            allows,
            (host, _) => Task.FromResult<IPAddress[]>(
                [IPAddress.TryParse(host, out var literal) ? literal : (resolve ?? (_ => IPAddress.Loopback))(host)])));
        _clock = clock ?? new ManualTimeProvider();
        _tool = FetchUrlTool.Create(_fetcher, Options.Create(options));
    }

    /// <summary>Lets every address through.</summary>
    public static bool Everything(IPAddress address) => true;

    public Task<ToolOutcome> FetchAsync(string url) => new ToolCalls(new FakeToolSession(), _clock).CallAsync(_tool, ("url", url));

    public void Dispose() => _fetcher.Dispose();
}
