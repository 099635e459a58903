using Microsoft.OpenApi;

namespace AIWhisperer.Server.OpenApi;

/// <summary>The hub as the document tells of it.</summary>
internal sealed record HubDescription(string Path, IReadOnlyList<HubMethod> Methods) : IOpenApiExtension
{
    public void Write(IOpenApiWriter writer, OpenApiSpecVersion specVersion)
    {
        writer.WriteStartObject();
        writer.WriteProperty("path", Path);
        writer.WritePropertyName("methods");
        writer.WriteStartObject();
        foreach (var method in Methods)
        {
            writer.WritePropertyName(method.Name);
            method.Write(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
