using System.Buffers;
using System.Text.Json;

namespace AIWhisperer.Server.Problems;

/// <summary>Which call a message makes that cannot be read as a whole, so that the caller can be answered.</summary>
internal sealed record HubCall(string InvocationId, string Target)
{
    /// <summary>The call, or null when its id or target does not stand before the fault.</summary>
    public static HubCall? Find(ReadOnlySequence<byte> message)
    {
        // The reader does not recurse, and the message is no longer than the limit.
        var reader = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = int.MaxValue });
        string? id = null;
        string? target = null;
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                var isId = reader.ValueTextEquals("invocationId"u8);
                var isTarget = reader.ValueTextEquals("target"u8);
                if (reader.Read() && reader.TokenType == JsonTokenType.String)
                {
                    id = isId ? reader.GetString() : id;
                    target = isTarget ? reader.GetString() : target;
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // What stands before the fault is enough, or it is not.
        }

        return id is null || target is null ? null : new(id, target);
    }
}
