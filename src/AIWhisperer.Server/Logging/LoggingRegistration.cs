using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace AIWhisperer.Server.Logging;

internal static class LoggingRegistration
{
    public const string JsonKey = "AIWhisperer:Logging:Json";

    private const string Line = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:lj} {TraceId}{NewLine}{Exception}";

    /// <summary>
    /// Logs to the console, its standard output or error, by Serilog: lines for people, or JSON with trace ids when <see cref="JsonKey"/> is true. Levels, and further
    /// sinks, come from the section <c>Serilog</c>.
    /// </summary>
    public static WebApplicationBuilder AddLogging(this WebApplicationBuilder builder, bool toStandardError)
    {
        var settings = new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration).Enrich.FromLogContext()
            .Filter.With<StartupFailureFilter>().Filter.With<HubRefusalFilter>()

            // These lines hold the query, and with it a hub's access_token; the request log replaces them.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LogEventLevel.Warning)

            // A line for every connection beyond the limit would let anybody fill the log.
            .MinimumLevel.Override("Microsoft.AspNetCore.Server.Kestrel.Connections", LogEventLevel.Error);
        LogEventLevel? errorFrom = toStandardError ? LogEventLevel.Verbose : null;
        settings = builder.Configuration.GetValue<bool>(JsonKey)
            ? settings.WriteTo.Console(
                new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture), standardErrorFromLevel: errorFrom)
            : settings.WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: errorFrom);

        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(settings.CreateLogger(), dispose: true);
        return builder;
    }

    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app) => app.UseMiddleware<RequestLog>();
}
