using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>The JSON of a cassette's lines. Readers are strict: a misspelt key must not pass for a missing one.</summary>
internal static class CassetteJson
{
    private const int Deepest = 128;

    private static readonly CassetteJsonContext s_context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowOutOfOrderMetadataProperties = true,
        AllowDuplicateProperties = false,
        MaxDepth = Deepest,
        Converters = { new JsonStringEnumConverter<CassetteOutcome>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    });

    public static string Write(CassetteLine line) => JsonSerializer.Serialize(line, s_context.CassetteLine);

    /// <exception cref="JsonException">It is not JSON, or not a line of a cassette.</exception>
    /// <exception cref="NotSupportedException">It does not begin by saying which kind of line it is.</exception>
    public static CassetteLine Read(ReadOnlySpan<char> line) =>
        JsonSerializer.Deserialize(line, s_context.CassetteLine) ?? throw new JsonException("The line is null.");
}
