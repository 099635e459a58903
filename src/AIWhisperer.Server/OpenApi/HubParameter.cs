using Microsoft.OpenApi;

namespace AIWhisperer.Server.OpenApi;

/// <summary>What a client gives to a method of the hub.</summary>
internal sealed record HubParameter(string Name, string? Description, IOpenApiSchema Schema, bool IsNullable)
{
    public void Write(IOpenApiWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteProperty("name", Name);
        writer.WriteProperty("description", Description);
        writer.WriteRequiredObject("schema", Schema, (to, schema) => schema.SerializeAsV3(to));
        writer.WriteProperty("nullable", IsNullable);
        writer.WriteEndObject();
    }
}
