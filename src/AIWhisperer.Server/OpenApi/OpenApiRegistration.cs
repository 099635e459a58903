using System.Text.Json;
using AIWhisperer.Core;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AIWhisperer.Server.OpenApi;

internal static class OpenApiRegistration
{
    public const string Document = "v1";
    private const string Bearer = "Bearer";

    /// <summary>Adds the document of the routes and of the hub.</summary>
    /// <param name="services">The services.</param>
    /// <param name="hubContract">The hub's typed interface.</param>
    /// <param name="hubPath">Where clients connect to it.</param>
    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services, Type hubContract, string hubPath)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Document, new OpenApiInfo
            {
                Title = "AIWhisperer for .NET",
                Version = Document,
                Description = "Sessions between people and several AI agents. Live events also come over SignalR: x-hub describes the hub.",
            });
            options.SupportNonNullableReferenceTypes();
            options.UseAllOfToExtendReferenceSchemas();
            options.MapType<JsonElement>(() => new OpenApiSchema { Description = "Any JSON." });
            options.SchemaFilter<PresenceFilter>();
            options.SchemaFilter<EventFilter>();
            options.RequestBodyFilter<ExampleFilter>();
            options.OperationFilter<EventStreamFilter>();
            options.DocumentFilter<HubFilter>(hubContract, hubPath);
            options.IncludeXmlComments(typeof(OpenApiRegistration).Assembly);
            options.IncludeXmlComments(typeof(ErrorCodes).Assembly);
        });
        services.AddOptions<SwaggerGenOptions>().Configure<CallersToldApart>(AskForKey);
        services.AddSingleton<ISerializerDataContractResolver>(provider =>
            new EventContractResolver(
                new JsonSerializerDataContractResolver(provider.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions)));
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
}
