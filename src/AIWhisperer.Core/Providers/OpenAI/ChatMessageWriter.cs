using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>
/// Writes the conversation. Text, tool calls and tool results go out; reasoning and usage of earlier replies stay here. One message of
/// ours becomes one of the wire for its text and calls, and one for each tool result.
/// </summary>
internal static class ChatMessageWriter
{
    // The defaults indent and escape, which the model would have to read and somebody to pay for.
    private static readonly JsonSerializerOptions s_compact = new(AIJsonUtilities.DefaultOptions)
    {
        WriteIndented = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(Utf8JsonWriter writer, IEnumerable<ChatMessage> messages, ChatOptions? options, bool takesNames)
    {
        writer.WriteStartArray("messages"u8);
        if (!string.IsNullOrEmpty(options?.Instructions))
        {
            WriteText(writer, ChatRole.System, name: null, options.Instructions);
        }

        foreach (var message in messages)
        {
            Write(writer, message, takesNames);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ChatMessage message, bool takesNames)
    {
        var hasResults = false;
        foreach (var result in message.Contents.OfType<FunctionResultContent>())
        {
            hasResults = true;
            WriteResult(writer, result);
        }

        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        var text = message.Text;
        var name = takesNames ? message.AuthorName : null;
        if (calls.Count > 0)
        {
            WriteCalls(writer, name, text, calls);
        }
        else if (!hasResults || text.Length > 0)
        {
            WriteText(writer, message.Role, name, text);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, ChatRole role, string? name, string text)
    {
        writer.WriteStartObject();
        WriteAuthor(writer, role, name);
        writer.WriteString("content"u8, text);
        writer.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter writer, string? name, string text, List<FunctionCallContent> calls)
    {
        writer.WriteStartObject();
        WriteAuthor(writer, ChatRole.Assistant, name);
        writer.WriteString("content"u8, text.Length == 0 ? null : text);
        writer.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, call.CallId);
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, WireName.ForCall(call.Name));
            writer.WriteString("arguments"u8, ArgumentsOf(call));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, FunctionResultContent result)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, "tool"u8);
        writer.WriteString("tool_call_id"u8, result.CallId);
        writer.WriteString("content"u8, TextOf(result));
        writer.WriteEndObject();
    }

    private static void WriteAuthor(Utf8JsonWriter writer, ChatRole role, string? name)
    {
        writer.WriteString("role"u8, role.Value);
        if (name is not null && WireName.Fits(name))
        {
            writer.WriteString("name"u8, name);
        }
    }

    // Always an object: back ends that parse the history refuse the broken text a model once wrote.
    private static string ArgumentsOf(FunctionCallContent call) =>
        call.Arguments is null ? "{}" : Serialize(call.Arguments);

    private static string TextOf(FunctionResultContent result) => result.Result switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        null => result.Exception is null ? "" : "The tool failed.",
        var value => Serialize(value),
    };

    private static string Serialize(object value)
    {
        var type = value is IDictionary<string, object?> ? typeof(IDictionary<string, object?>) : value.GetType();
        return JsonSerializer.Serialize(value, s_compact.GetTypeInfo(type));
    }
}
