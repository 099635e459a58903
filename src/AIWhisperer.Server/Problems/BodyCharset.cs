using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace AIWhisperer.Server.Problems;

/// <summary>Refuses bodies in another encoding than UTF-8, the only one JSON has. The framework fails on the names it does not know.</summary>
internal sealed class BodyCharset(RequestDelegate next)
{
    private const string Utf8 = "utf-8";

    public Task InvokeAsync(HttpContext context)
    {
        var hasBody = context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null;
        if (!hasBody || context.Request.GetTypedHeaders().ContentType is not { Charset.Length: > 0 } type)
        {
            return next(context);
        }

        if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals(Utf8, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Task.CompletedTask;
        }

        // The framework does not know the name in quotes.
        type.Charset = Utf8;
        context.Request.ContentType = type.ToString();
        return next(context);
    }
}
