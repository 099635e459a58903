using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AIWhisperer.Core;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AIWhisperer.Server.Problems;

/// <summary>An error as both edges tell it.</summary>
internal sealed record Problem(int Status, string Code, string Detail, string? Field = null, TimeSpan? RetryAfter = null)
{
    /// <summary>How long a client waits when a limit or an outage does not say.</summary>
    private static readonly TimeSpan s_unknownOutage = TimeSpan.FromSeconds(5);

    /// <summary>What is told of every error that is not ours to show.</summary>
    public static Problem Unexpected { get; } = new(
        StatusCodes.Status500InternalServerError,
        ErrorCodes.Internal,
        "The server met an unexpected error. Its log has it under the trace id.");

    /// <summary>The code of a value that cannot be read. What is wrong with the place to go on from has one code, whoever finds it.</summary>
    public static string CodeOfUnreadable(string? field) => field == "after" ? ErrorCodes.InvalidCursor : ErrorCodes.InvalidRequest;

    private int? RetryAfterSeconds => RetryAfter is { } wait ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : null;

    public static Problem Of(AIWhispererException error)
    {
        var status = error switch
        {
            InvalidInputException when error.Code == ErrorCodes.TooLarge => StatusCodes.Status413PayloadTooLarge,
            InvalidInputException => StatusCodes.Status400BadRequest,
            ForbiddenException => StatusCodes.Status403Forbidden,
            NotFoundException => StatusCodes.Status404NotFound,
            ConflictException => StatusCodes.Status409Conflict,
            LimitReachedException { IsOfWholeServer: true } => StatusCodes.Status503ServiceUnavailable,
            LimitReachedException => StatusCodes.Status429TooManyRequests,
            UnavailableException when error.Code is ErrorCodes.StorageFull or ErrorCodes.StorageFailed =>
                StatusCodes.Status507InsufficientStorage,
            UnavailableException when error.Code == ErrorCodes.ProviderCannotList => StatusCodes.Status501NotImplemented,
            UnavailableException => StatusCodes.Status503ServiceUnavailable,
            ProviderException => StatusCodes.Status502BadGateway,
            _ => StatusCodes.Status500InternalServerError,
        };
        var passes = error.Code is ErrorCodes.StorageUnavailable or ErrorCodes.ServerStopping;
        return new(status, error.Code, error.Message, error.Field, error.RetryAfter ?? (passes ? s_unknownOutage : null));
    }

    /// <summary>Answers a REST request with the problem, whatever content type the client would rather have.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers[HeaderNames.RetryAfter] = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var document = new ProblemDocument(
            ReasonPhrases.GetReasonPhrase(Status), Status, Detail, Code, Field, RetryAfterSeconds, Activity.Current?.TraceId.ToHexString());
        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        await response.WriteAsJsonAsync(document, options, ProblemDocument.ContentType, context.RequestAborted);
    }

    /// <summary>The problem as the text of a hub error: compact JSON.</summary>
    public string ToHubMessage(JsonSerializerOptions options) =>
        JsonSerializer.Serialize(new HubProblem(Code, Detail, Field, RetryAfterSeconds), options);
}
