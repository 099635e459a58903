using AIWhisperer.Mcp.Serving;
using AIWhisperer.Server.Authentication;
using AIWhisperer.Server.Commands;
using AIWhisperer.Server.Hosting;
using AIWhisperer.Server.Mcp;
using AIWhisperer.Server.OpenApi;

namespace AIWhisperer.Server;

/// <summary>What the program does besides serving. A command is the first argument; settings may follow as <c>--Key=value</c>.</summary>
internal static class CommandLine
{
    private const string Usage = """
        Commands:
          validate                  checks the configuration; exit code 1 when anything is wrong with it
          check-providers [ID ...]  sends each provider, or those named, a request for one token; exit code 1 when one that
                                    was named, or that has a key, fails
          trust-mcp SERVER [--yes FINGERPRINT]
                                    shows how the tools of an MCP server differ from those that were approved, and the
                                    fingerprint with which exactly these are approved; exit code 1 when something is left
                                    to approve
          new-key NAME              makes an API key for the principal NAME
          openapi                   prints the OpenAPI document of the REST API and the hub
          mcp                       serves one MCP client over standard input and output, and listens to no socket
          health                    asks the running server whether it is ready; exit code 1 when it is not
          --help                    shows this
        Without a command the server runs. Settings may follow, each as --Key=value, such as --urls=http://127.0.0.1:5080.
        """;

    /// <summary>Whether the arguments are anything but settings for the server.</summary>
    public static bool IsCommand(string[] args) => !AreSettings(args);

    /// <summary>Runs the command and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        switch (args)
        {
            case [..] when args.Any(argument => argument is "--help" or "-h" or "-?" or "/?"):
                await output.WriteLineAsync(Usage);
                return 0;
            case ["validate", .. var settings] when AreSettings(settings):
                // The server's log would stand between the command's own lines.
                var builder = ServerHost.CreateBuilder(settings);
                builder.Logging.ClearProviders();
                await using (var app = ServerHost.Build(builder))
                {
                    return await ValidateCommand.RunAsync(app.Services, output);
                }

            case ["check-providers", .. var rest] when AreSettings([.. rest.SkipWhile(IsName)]):
                var quiet = ServerHost.CreateBuilder([.. rest.SkipWhile(IsName)]);
                quiet.Logging.ClearProviders();
                await using (var app = ServerHost.Build(quiet))
                {
                    return await CheckProvidersCommand.RunAsync(app.Services, [.. rest.TakeWhile(IsName)], output, cancellationToken);
                }

            case ["trust-mcp", [not '-', ..] server, "--yes", [not '-', ..] fingerprint, .. var settings] when AreSettings(settings):
                return await TrustAsync(server, fingerprint, settings, output, error, cancellationToken);
            case ["trust-mcp", [not '-', ..] server, .. var settings] when AreSettings(settings):
                return await TrustAsync(server, fingerprint: null, settings, output, error, cancellationToken);
            case ["new-key", [not '-', ..] name, .. var settings] when AreSettings(settings):
                return await NewKeyCommand.RunAsync(name, ServerHost.CreateBuilder(settings).Configuration, output, error);
            case ["openapi", .. var settings] when AreSettings(settings):
                var silent = ServerHost.CreateBuilder(settings);
                silent.Logging.ClearProviders();
                await using (var app = ServerHost.Build(silent))
                {
                    return await OpenApiCommand.RunAsync(app, output);
                }

            case ["mcp", .. var settings] when AreSettings(settings):
                await ServeStandardStreamsAsync(settings, cancellationToken);
                return 0;
            case ["health", .. var settings] when AreSettings(settings):
                return await HealthCommand.RunAsync(ServerHost.CreateBuilder(settings).Configuration, output, cancellationToken);
            default:
                await error.WriteLineAsync($"'{string.Join(' ', args)}' is no command.");
                await error.WriteLineAsync(Usage);
                return 1;
        }
    }

    private static async Task<int> TrustAsync(
        string server, string? fingerprint, string[] settings, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var quiet = ServerHost.CreateBuilder(settings);
        quiet.Logging.ClearProviders();
        await using var app = ServerHost.Build(quiet);
        return await TrustMcpCommand.RunAsync(app.Services, server, fingerprint, output, error, cancellationToken);
    }

    /// <summary>The server without a web server. The client is whoever started the program, so there is no key to show.</summary>
    private static async Task ServeStandardStreamsAsync(string[] settings, CancellationToken cancellationToken)
    {
        var builder = ServerHost.CreateBuilder(settings, logsToStandardError: true);
        builder.Services.ListenNowhere();
        await using var app = ServerHost.Build(builder);
        await app.StartAsync(cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var serving = ServeAsync();
        await app.WaitForEndAsync();
        await end.CancelAsync();
        await serving;

        async Task ServeAsync()
        {
            await app.Services.GetRequiredService<StandardStreams>().RunAsync(ApiKeyRing.Local, end.Token);
            app.Lifetime.StopApplication();
        }
    }

    private static bool IsName(string argument) => argument is not ['-' or '/', ..];

    /// <summary>Whether each is <c>--Key=value</c>, or <c>--Key</c> and its value.</summary>
    private static bool AreSettings(string[] args)
    {
        for (var index = 0; index < args.Length; index++)
        {
            if (args[index] is not ['-' or '/', ..])
            {
                return false;
            }

            if (!args[index].Contains('=', StringComparison.Ordinal))
            {
                index++;
                if (index == args.Length || args[index].StartsWith("--", StringComparison.Ordinal))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
