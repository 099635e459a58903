using System.Text.Json.Serialization;

namespace AIWhisperer.Core.Providers.Cassettes;

[JsonSerializable(typeof(CassetteLine))]
internal sealed partial class CassetteJsonContext : JsonSerializerContext;
