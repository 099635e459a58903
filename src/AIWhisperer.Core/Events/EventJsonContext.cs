using System.Text.Json.Serialization;

namespace AIWhisperer.Core.Events;

[JsonSerializable(typeof(SessionEvent))]
internal sealed partial class EventJsonContext : JsonSerializerContext;
