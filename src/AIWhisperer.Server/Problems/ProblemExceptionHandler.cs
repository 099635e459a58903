using AIWhisperer.Core;
using Microsoft.AspNetCore.Diagnostics;

namespace AIWhisperer.Server.Problems;

/// <summary>The one place where REST turns an exception into an answer.</summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested:
                httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return true;
            case BadHttpRequestException bad:
                await RequestFault.Of(bad, httpContext).WriteAsync(httpContext);
                return true;
            case AIWhispererException known:
                var problem = Problem.Of(known);
                if (problem.Status >= StatusCodes.Status500InternalServerError && known is not LimitReachedException)
                {
                    // A refusal without a cause, such as that of a stopping server, is told by its code.
                    LogUnavailable(known.InnerException is null ? null : known, known.Code);
                }

                await problem.WriteAsync(httpContext);
                return true;
            default:
                LogUnexpected(exception);
                await Problem.Unexpected.WriteAsync(httpContext);
                return true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A request cannot be served: {Code}")]
    private partial void LogUnavailable(Exception? exception, string code);

    [LoggerMessage(LogLevel.Error, "A request failed unexpectedly")]
    private partial void LogUnexpected(Exception exception);
}
