using System.Text.Json;

namespace AIWhisperer.TestHarness.Upstream;

/// <summary>The rule strict providers hold histories to: each tool call is followed, before any other message, by exactly one result.</summary>
internal static class ToolCallPairing
{
    /// <summary>The first breach in words, or null.</summary>
    public static string? FindBreach(JsonElement messages)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var message in messages.EnumerateArray())
        {
            if (message.GetProperty("role").ValueEquals("tool"))
            {
                var id = message.TryGetProperty("tool_call_id", out var value) ? value.GetString() : null;
                if (id is null || !open.Remove(id))
                {
                    return $"A message with role 'tool' answers '{id}', which no preceding tool call asks for.";
                }

                continue;
            }

            if (open.Count > 0)
            {
                break;
            }

            if (message.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array)
            {
                foreach (var id in calls.EnumerateArray().Select(call => call.GetProperty("id").GetString()!))
                {
                    if (!open.Add(id))
                    {
                        return $"The tool call id '{id}' is used twice in one message.";
                    }
                }
            }
        }

        return open.Count == 0 ? null : $"The tool calls {string.Join(", ", open.Order(StringComparer.Ordinal))} have no result.";
    }
}
