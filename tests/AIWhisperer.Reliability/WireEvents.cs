using System.Text.Json;

namespace AIWhisperer.Reliability;

/// <summary>Events as they are on the wire.</summary>
internal static class WireEvents
{
    public static long Seq(this JsonElement item) => item.GetProperty("seq").GetInt64();

    public static string Type(this JsonElement item) => item.GetProperty("type").GetString()!;

    public static string? TurnId(this JsonElement item) => item.TryGetProperty("turnId", out var turnId) ? turnId.GetString() : null;

    public static bool IsDurable(this JsonElement item) => item.Type() != "message.delta";

    public static bool IsEnding(this JsonElement item) =>
        item.Type() is "turn.completed" or "turn.cancelled" or "turn.failed" or "turn.interrupted";
}
