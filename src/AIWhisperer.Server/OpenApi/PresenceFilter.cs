using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AIWhisperer.Server.OpenApi;

/// <summary>
/// Says which fields are always there. On the wire nothing is null: what has no value is left out, and so is what has its default where
/// the type says so.
/// </summary>
internal sealed class PresenceFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { } properties } concrete)
        {
            return;
        }

        var nullability = new NullabilityInfoContext();
        var required = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var property in context.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (!properties.TryGetValue(name, out var described))
            {
                continue;
            }

            if (described is OpenApiSchema { Type: { } type } simple)
            {
                simple.Type = type & ~JsonSchemaType.Null;
            }

            if (nullability.Create(property).ReadState == NullabilityState.NotNull && !MayBeLeftOut(property))
            {
                required.Add(name);
            }
        }

        concrete.Required = required.Count > 0 ? required : null;
    }

    private static bool MayBeLeftOut(PropertyInfo property) =>
        property.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: not JsonIgnoreCondition.Never }
        || property.DeclaringType!.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .Any(parameter => parameter.Name == property.Name && parameter.HasDefaultValue);
}
