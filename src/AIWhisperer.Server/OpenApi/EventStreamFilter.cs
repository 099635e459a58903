using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AIWhisperer.Server.OpenApi;

/// <summary>
/// Documents what shapes an answer besides the path: the event stream as a second content type of the same status, and the headers that
/// ask for another kind of answer. The page sends the content type that is chosen as <c>Accept</c>.
/// </summary>
internal sealed class EventStreamFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (!context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<AnswersEventStream>().Any())
        {
            return;
        }

        if (operation.Responses?.GetValueOrDefault("200") is OpenApiResponse { Content: { } content })
        {
            content[EventStreamResult.ContentType] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }

        operation.Parameters ??= [];
        if (context.ApiDescription.HttpMethod == HttpMethods.Post)
        {
            operation.Parameters.Add(Header("Prefer", "`respond-async` for the receipt at once."));
            operation.Parameters.Add(Header(
                "Idempotency-Key", "A name for the message, 1 to 128 visible ASCII characters: sent again under it, it gives the same turn."));
        }
        else
        {
            operation.Parameters.Add(Header("Last-Event-ID", "The `id`, or the `seq`, of the last event seen; wins over `after`. For the stream only."));
        }
    }

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
