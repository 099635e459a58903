using System.Text.Json;
using AIWhisperer.Core;
using AIWhisperer.Core.Events;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AIWhisperer.Server.OpenApi;

internal static class OpenApiRegistration
{
    private const string Document = "v1";
    private const string Bearer = "Bearer";

    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Document, new OpenApiInfo
            {
                Title = "AIWhisperer for .NET",
                Version = Document,
                Description = "Sessions between people and several AI agents. Live events also come over SignalR, at /hubs/chat.",
            });
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.UseAllOfToExtendReferenceSchemas();
            options.MapType<LoggedEvent>(DescribeEvent);
            options.MapType<JsonElement>(() => new OpenApiSchema { Description = "Any JSON." });
            options.RequestBodyFilter<ExampleFilter>();
            options.OperationFilter<EventStreamFilter>();
            options.IncludeXmlComments(typeof(OpenApiRegistration).Assembly);
            options.IncludeXmlComments(typeof(ErrorCodes).Assembly);
        });
        services.AddOptions<SwaggerGenOptions>().Configure<CallersToldApart>(AskForKey);
        services.AddSingleton<ISerializerDataContractResolver>(provider =>
            new JsonSerializerDataContractResolver(provider.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions));
        return services;
    }

    /// <summary>Serves the document and the page that tries it; with keys in force only to who has one, unless a setting opens them.</summary>
    public static void MapOpenApi(this IEndpointRouteBuilder app)
    {
        var isOpen = app.ServiceProvider.GetRequiredService<IOptions<ServerOptions>>().Value.AnonymousSwagger;
        IEndpointConventionBuilder[] endpoints =
        [
            app.MapSwagger(),
            app.MapSwaggerUI(setupAction: options =>
            {
                options.DocumentTitle = "AIWhisperer";
                options.DisplayRequestDuration();
                options.EnableTryItOutByDefault();
            }),
        ];
        foreach (var endpoint in endpoints.Where(_ => isOpen))
        {
            endpoint.AllowAnonymous();
        }
    }

    private static void AskForKey(SwaggerGenOptions options, CallersToldApart callersToldApart)
    {
        if (callersToldApart())
        {
            options.AddSecurityDefinition(Bearer, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key, as the command 'new-key' printed it.",
            });
            options.AddSecurityRequirement(document => new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] });
        }
    }

    private static OpenApiSchema DescribeEvent() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "One fact of the session's log. `type` says which, and with it which further fields there are.",
        Required = new HashSet<string> { "type", "seq", "at" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Such as `message.delta` or `turn.completed`." },
            ["seq"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Description = "The place in the log; rises, with gaps." },
            ["at"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
            ["agentId"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["turnId"] = new OpenApiSchema { Type = JsonSchemaType.String },
        },
        AdditionalPropertiesAllowed = true,
    };
}
