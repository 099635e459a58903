using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AIWhisperer.Server;

/// <summary>Reads JSON of any form by the rules of the wire, and writes it as it is: what the log holds is shown, however deep it nests.</summary>
internal sealed class JsonElementConverter : JsonConverter<JsonElement>
{
    private static readonly JsonConverter<JsonElement> s_reader = JsonMetadataServices.JsonElementConverter;

    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        s_reader.Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
}
