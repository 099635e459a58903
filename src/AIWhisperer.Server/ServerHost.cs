using AIWhisperer.Anthropic;
using AIWhisperer.Core;
using AIWhisperer.Core.Tools.Workspaces;
using AIWhisperer.Mcp;
using AIWhisperer.Server.Agents;
using AIWhisperer.Server.Authentication;
using AIWhisperer.Server.Health;
using AIWhisperer.Server.Hosting;
using AIWhisperer.Server.Limits;
using AIWhisperer.Server.Logging;
using AIWhisperer.Server.Loops;
using AIWhisperer.Server.Mcp;
using AIWhisperer.Server.OpenApi;
using AIWhisperer.Server.Problems;
using AIWhisperer.Server.Providers;
using AIWhisperer.Server.Sessions;
using AIWhisperer.Server.Streaming;
using AIWhisperer.Server.Tools;
using AIWhisperer.Server.Usage;
using AIWhisperer.Server.WebConsole;
using AIWhisperer.Storage;
using Microsoft.Extensions.Options;
#if SEMANTIC_KERNEL
using AIWhisperer.SemanticKernel;
#endif

namespace AIWhisperer.Server;

/// <summary>The page where the rooms of the server meet: services, middleware, routes.</summary>
internal static class ServerHost
{
    /// <summary>The services, with all settings read and nothing made yet.</summary>
    /// <param name="args">The settings of the command line.</param>
    /// <param name="logsToStandardError">Whether the log leaves the standard output to something else.</param>
    public static WebApplicationBuilder CreateBuilder(string[] args, bool logsToStandardError = false)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Settings are read once, so nothing has to watch the files they stand in.
            Args = [.. args, "--hostBuilder:reloadConfigOnChange=false"],
            ApplicationName = typeof(ServerHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.AddLogging(logsToStandardError);
        builder.AddHosting();
        builder.Services
            .AddAIWhisperer()
            .AddAnthropicProvider()
            .AddMcpServers()
            .AddSqliteStorage(BindStorage(builder.Configuration))
            .AddSingleton<IPostConfigureOptions<McpOptions>>(services => new PostConfigureOptions<McpOptions>(
                Options.DefaultName, options => PlacePins(options, services)))
            .AddSingleton<IValidateOptions<WorkspaceOptions>, WorkspacePlace>()
            .AddApiKeys()
            .AddChatHub()
            .AddMcpEndpoint()
            .AddProblems(hubContract: typeof(IChatHub))
            .AddCallLimits()
            .AddOpenApiDocument(hubContract: typeof(IChatHub), StreamingRegistration.HubPath)
            .AddWebConsole()
            .AddHostedService<AgentReport>()
            .AddSingleton<CallersToldApart>(services => () => !services.GetRequiredService<ApiKeyRing>().IsEmpty);
#if SEMANTIC_KERNEL
        builder.Services.AddSemanticKernel();
#endif
        builder.Services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, FirstInLine>());
        return builder;
    }

    /// <summary>The server, ready to start: options are checked, middleware and routes are in place.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var app = builder.Build();
        app.CheckOptions();
        app.UseProblems();
        app.UseRouting();
        app.UseOriginCheck();
        app.UseUnknownPages();
        app.UseAuthentication();
        app.UseCallLimits();
        app.UseAuthorization();
        app.UseBodyCharset();

        // What every call may meet; each says what it may meet besides.
        var api = app.MapGroup("/api").ProducesProblems(401, 403, 429, 500, 503);
        api.MapSessions();
        api.MapTurns();
        api.MapApprovals();
        api.MapLog();
        api.MapAgents();
        api.MapProviders();
        api.MapTools();
        api.MapLoops();
        api.MapUsage();
        app.MapChatHub();
        app.MapMcp();
        app.MapHealth();
        app.MapOpenApi();
        app.MapWebConsole();
        return app;
    }

    /// <summary>
    /// Without a setting the data lies beside the configuration: <c>dotnet run</c> makes the project's folder the current directory, and
    /// sessions must not depend on from where the server was started.
    /// </summary>
    private static Action<SqliteStoreOptions> BindStorage(ConfigurationManager configuration) => options =>
    {
        options.Path = Path.Combine(ConfigurationDirectory.FindHome(Directory.GetCurrentDirectory()), options.Path);
        configuration.GetSection("AIWhisperer:Storage").Bind(options);
    };

    /// <summary>What was approved of MCP servers lies beside the data, unless a setting says otherwise.</summary>
    private static void PlacePins(McpOptions options, IServiceProvider services)
    {
        if (services.GetRequiredService<IConfiguration>()["AIWhisperer:Mcp:PinsFile"] is null)
        {
            var data = services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value.Path;
            options.PinsFile = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(data))!, options.PinsFile);
        }
    }
}
