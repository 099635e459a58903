namespace AIWhisperer.Server.Logging;

/// <summary>
/// Writes one line for each request, when it has ended. The query is left out: a hub's address may hold a key. The framework's own
/// request lines, which hold it, are switched off.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider clock, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var started = clock.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var isProbe = context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);

            // Whoever calls too much must not fill the log too.
            var isPutOff = context.Response.Headers.RetryAfter.Count > 0;
            var level = isProbe || isPutOff ? LogLevel.Debug : LogLevel.Information;
            if (logger.IsEnabled(level))
            {
                // Escaped, a path cannot forge a line of the log.
                var path = context.Request.Path.ToUriComponent();
                var elapsed = (long)clock.GetElapsedTime(started).TotalMilliseconds;
                LogRequest(level, context.Request.Method, path, context.Response.StatusCode, elapsed);
            }
        }
    }

    [LoggerMessage(EventId = 1, Message = "{Method} {Path} answered {Status} in {ElapsedMs} ms")]
    private partial void LogRequest(LogLevel level, string method, string path, int status, long elapsedMs);
}
