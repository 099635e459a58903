using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Providers.Cassettes;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Core.Tools.Workspaces;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Hosting;

internal static partial class HostingRegistration
{
    /// <summary>Where the server listens unless a setting says otherwise.</summary>
    public const string DefaultAddress = "http://127.0.0.1:5080";

    /// <summary>How long the endings of turns may take to reach clients once nobody wants to wait any longer.</summary>
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Sets where the server listens and finds its files, and the limits of what it takes from the network. Needs a
    /// <see cref="CallersToldApart"/>.
    /// </summary>
    public static WebApplicationBuilder AddHosting(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (!IsAddressSet(configuration))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        var services = builder.Services;
        services.AddOptions<ServerOptions>().BindConfiguration(ServerOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ServerOptions>, ServerOptionsValidator>();
        services.AddSingleton<IConnectionListenerFactory, LoopbackGuard>();
        services.AddSingleton<SlowClients>();
        services.AddHostedService<BackgroundFaultLog>();
        services.AddSingleton<StopSignals>();
        services.AddSingleton<IHostLifetime>(provider => provider.GetRequiredService<StopSignals>());
        services.Configure<KestrelServerOptions>(SetLimits);
        services.Configure<HostFilteringOptions>(options =>
        {
            options.AllowEmptyHosts = false;
            options.IncludeFailureMessage = false;
        });
        services.ConfigureHttpJsonOptions(options => WireJson.Configure(options.SerializerOptions));
        services.PostConfigure<ConfigurationOptions>(options => options.Directory = ConfigurationDirectory.Find(
            configuration[ConfigurationDirectory.Key], Directory.GetCurrentDirectory(), AppContext.BaseDirectory));
        services.PostConfigure<CassetteOptions>(options => options.Path = string.IsNullOrEmpty(options.Path)
            ? options.Path
            : Path.Combine(ConfigurationDirectory.FindHome(Directory.GetCurrentDirectory()), options.Path));
        services.PostConfigure<WorkspaceOptions>(options => options.Root = string.IsNullOrEmpty(options.Root)
            ? options.Root
            : Path.Combine(ConfigurationDirectory.FindHome(Directory.GetCurrentDirectory()), options.Root));
        return builder;
    }

    /// <summary>
    /// Checks all options at once, before anything is made that would fail on the first bad one, and then sets what depends on them.
    /// </summary>
    public static void CheckOptions(this WebApplication app)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        ListenAddress.Check(app.Configuration);
        var options = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
        var connections = ConnectionLimit.Fit(options.MaxConnections, OpenFileLimit.Read());
        if (connections < options.MaxConnections)
        {
            LogFewerConnections(app.Logger, connections, options.MaxConnections);
        }

        var limits = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        limits.MaxRequestBodySize = options.MaxRequestBytes;
        limits.MaxConcurrentConnections = connections;
        limits.MaxConcurrentUpgradedConnections = connections;

        // Loops are given their grace, and connections some time after it.
        app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout =
            app.Services.GetRequiredService<IOptions<AILoopOptions>>().Value.ShutdownGrace + TimeSpan.FromSeconds(10);
    }

    /// <summary>Waits for a signal, or until something else stops the server, and then for its end.</summary>
    public static async Task WaitForEndAsync(this WebApplication app)
    {
        var signals = app.Services.GetRequiredService<StopSignals>();
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(signals.AskedToken, app.Lifetime.ApplicationStopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, asked.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var drain = app.Services.GetRequiredService<SessionDrain>();
        using var stop = new CancellationTokenSource();
        await using var urge = signals.UrgedToken.Register(() =>
        {
            drain.Urge();
            stop.CancelAfter(s_lastWords);
        });
        await app.StopAsync(stop.Token);
    }

    private static bool IsAddressSet(ConfigurationManager configuration) =>
        !string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey])
        || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey])
        || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpsPortsKey])
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

    private static void SetLimits(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16_384;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }

    [LoggerMessage(LogLevel.Warning, "The limit of open files carries {Connections} connections of each kind, fewer than the {Wanted} of AIWhisperer:Server:MaxConnections")]
    private static partial void LogFewerConnections(ILogger logger, int connections, int wanted);
}
