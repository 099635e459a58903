using System.Globalization;
using System.Text.Json;
using AIWhisperer.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Problems;

/// <summary>Says of a request that does not fit its endpoint what is at fault.</summary>
internal static class RequestFault
{
    public static Problem Of(BadHttpRequestException exception, HttpContext context)
    {
        if (exception.StatusCode != StatusCodes.Status400BadRequest)
        {
            return OfStatus(exception.StatusCode, context) ?? Problem.Unexpected;
        }

        // The exception handler has taken the endpoint out of the context itself.
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var body = endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        if (exception.InnerException is JsonException json && body is not null)
        {
            var fault = JsonFault.Of(json, body, context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
            return new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidRequest, fault.Detail, fault.Field);
        }

        if (UnreadableQueryValue(endpoint, context.Request.Query) is { } name)
        {
            return new(
                StatusCodes.Status400BadRequest,
                Problem.CodeOfUnreadable(name),
                $"The query value '{name}' cannot be read. Give it once, as a whole number of fitting size.",
                name);
        }

        return new(
            StatusCodes.Status400BadRequest,
            ErrorCodes.InvalidRequest,
            body is null ? "The request cannot be read. Compare it with /swagger." : "The request has no body. Send a JSON object.");
    }

    /// <summary>The problem of a response that has a status and no body; null for statuses that need none.</summary>
    public static Problem? OfStatus(int status, HttpContext context) => status switch
    {
        StatusCodes.Status401Unauthorized => new(
            status, ErrorCodes.Unauthorized, "A valid API key is needed. Send it as 'Authorization: Bearer KEY'."),
        StatusCodes.Status403Forbidden => new(status, ErrorCodes.Forbidden, "The request is not allowed."),
        StatusCodes.Status404NotFound => new(
            status, ErrorCodes.RouteNotFound, $"There is no {context.Request.Method} {Path(context)}. See /swagger for what there is."),
        StatusCodes.Status405MethodNotAllowed => new(
            status, ErrorCodes.MethodNotAllowed, $"{context.Request.Method} does not work on {Path(context)}. The header Allow says what does."),
        StatusCodes.Status413PayloadTooLarge => new(
            status,
            ErrorCodes.TooLarge,
            string.Create(CultureInfo.InvariantCulture, $"The body is over the limit of {Limit(context)} bytes. Send less, or raise {ServerOptions.Section}:{nameof(ServerOptions.MaxRequestBytes)}.")),
        StatusCodes.Status415UnsupportedMediaType => new(
            status, ErrorCodes.InvalidRequest, "The body's type is not understood. Send JSON in UTF-8 with 'Content-Type: application/json'.", "Content-Type"),
        _ when context.Features.Get<RateRefusal>() is { } refusal => new(
            status, ErrorCodes.RateLimited, refusal.Message, RetryAfter: RateRefusal.RetryAfter),
        >= 500 => Problem.Unexpected with { Status = status },
        >= 400 => new(status, ErrorCodes.InvalidRequest, "The request cannot be read. Compare it with /swagger."),
        _ => null,
    };

    private static long Limit(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<ServerOptions>>().Value.MaxRequestBytes;

    private static string Path(HttpContext context) => context.Request.Path.ToUriComponent();

    private static string? UnreadableQueryValue(Endpoint? endpoint, IQueryCollection query) => endpoint?.Metadata
        .GetOrderedMetadata<IParameterBindingMetadata>()
        .FirstOrDefault(parameter => query.TryGetValue(parameter.Name, out var value)
            && !IsReadable(value, parameter.ParameterInfo.ParameterType))
        ?.Name;

    private static bool IsReadable(string? value, Type type) =>
        (type != typeof(long) || long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
        && (type != typeof(int) || int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _));
}
