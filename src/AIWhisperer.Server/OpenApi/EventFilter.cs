using System.Reflection;
using System.Text.Json.Serialization;
using AIWhisperer.Core.Events;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AIWhisperer.Server.OpenApi;

/// <summary>Describes an event as one of its cases, each with all its fields and the <c>type</c> that tells it from the others.</summary>
internal sealed class EventFilter : ISchemaFilter
{
    private const string Discriminator = "type";

    private static readonly Dictionary<Type, string> s_cases = typeof(SessionEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToDictionary(one => one.DerivedType, one => (string)one.TypeDiscriminator!);

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema described)
        {
            return;
        }

        if (context.Type == typeof(SessionEvent))
        {
            DescribeFamily(described, context);
        }
        else if (s_cases.TryGetValue(context.Type, out var name))
        {
            described.Properties ??= new Dictionary<string, IOpenApiSchema>();
            described.Properties[Discriminator] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [name] };
            described.Required = new HashSet<string>(described.Required ?? new HashSet<string>()) { Discriminator };
        }
    }

    private static void DescribeFamily(OpenApiSchema family, SchemaFilterContext context)
    {
        var cases = s_cases.ToDictionary(
            one => one.Value,
            one => (OpenApiSchemaReference)context.SchemaGenerator.GenerateSchema(one.Key, context.SchemaRepository));
        family.Type = null;
        family.Properties = null;
        family.Required = null;
        family.AdditionalPropertiesAllowed = true;
        family.OneOf = [.. cases.Values];
        family.Discriminator = new OpenApiDiscriminator { PropertyName = Discriminator, Mapping = cases };
    }
}
