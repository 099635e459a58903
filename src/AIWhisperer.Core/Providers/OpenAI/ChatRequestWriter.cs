using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>
/// Writes the body of a request. Settings that are not set are not sent, so that the back end's own defaults hold; nor are those that the
/// back end or the model refuses.
/// </summary>
internal static class ChatRequestWriter
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(IEnumerable<ChatMessage> messages, ChatOptions? options, RequestForm form)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteString("model"u8, options?.ModelId);
            ChatMessageWriter.Write(writer, messages, options, form.Takes(WireSettings.Name));
            writer.WriteBoolean("stream"u8, true);
            if (form.Takes(WireSettings.StreamOptions))
            {
                writer.WriteStartObject("stream_options"u8);
                writer.WriteBoolean("include_usage"u8, true);
                writer.WriteEndObject();
            }

            if (options is not null)
            {
                WriteSettings(writer, options, form);
                WriteTools(writer, options, form);
                WriteResponseFormat(writer, form.Takes(WireSettings.ResponseFormat) ? options.ResponseFormat : null);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteSettings(Utf8JsonWriter writer, ChatOptions options, RequestForm form)
    {
        WriteNumber(writer, WireSettings.Temperature, options.Temperature, form);
        WriteNumber(writer, WireSettings.TopP, options.TopP, form);
        WriteNumber(writer, WireSettings.FrequencyPenalty, options.FrequencyPenalty, form);
        WriteNumber(writer, WireSettings.PresencePenalty, options.PresencePenalty, form);
        if (options.MaxOutputTokens is { } most && form.Takes(WireSettings.MaxTokens))
        {
            writer.WriteNumber(form.TokenLimitField, most);
        }

        if (options.Seed is { } seed && form.Takes(WireSettings.Seed))
        {
            writer.WriteNumber(form.SeedField, seed);
        }

        if (options.StopSequences is { Count: > 0 } stops && form.Takes(WireSettings.Stop))
        {
            writer.WriteStartArray("stop"u8);
            foreach (var stop in stops)
            {
                writer.WriteStringValue(stop);
            }

            writer.WriteEndArray();
        }

        if (EffortOf(options) is { } effort && form.Takes(WireSettings.ReasoningEffort))
        {
            WriteAt(writer, form.EffortField, effort);
        }
    }

    private static void WriteAt(Utf8JsonWriter writer, string path, string value)
    {
        var point = path.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            writer.WriteString(path, value);
            return;
        }

        writer.WriteStartObject(path[..point]);
        writer.WriteString(path[(point + 1)..], value);
        writer.WriteEndObject();
    }

    // The abstraction's levels are fewer than the wire's: a string of that name among the additional properties goes out as it is.
    private static string? EffortOf(ChatOptions options) =>
        options.AdditionalProperties?.TryGetValue("reasoning_effort", out var named) == true && named is string text
            ? text
            : options.Reasoning?.Effort switch
            {
                ReasoningEffort.None => "none",
                ReasoningEffort.Low => "low",
                ReasoningEffort.Medium => "medium",
                ReasoningEffort.High => "high",
                ReasoningEffort.ExtraHigh => "xhigh",
                _ => null,
            };

    private static void WriteNumber(Utf8JsonWriter writer, string name, float? value, RequestForm form)
    {
        if (value is { } number && form.Takes(name))
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void WriteTools(Utf8JsonWriter writer, ChatOptions options, RequestForm form)
    {
        var tools = options.Tools?.OfType<AIFunctionDeclaration>().ToList();
        if (tools is not { Count: > 0 } || !form.Takes(WireSettings.Tools))
        {
            return;
        }

        writer.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, tool.Name);
            writer.WriteString("description"u8, tool.Description);
            writer.WritePropertyName("parameters"u8);
            tool.JsonSchema.WriteTo(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteToolChoice(writer, form.Takes(WireSettings.ToolChoice) ? options.ToolMode : null);
        if (options.AllowMultipleToolCalls is { } several && form.Takes(WireSettings.ParallelToolCalls))
        {
            writer.WriteBoolean("parallel_tool_calls"u8, several);
        }
    }

    private static void WriteToolChoice(Utf8JsonWriter writer, ChatToolMode? mode)
    {
        switch (mode)
        {
            case NoneChatToolMode:
                writer.WriteString("tool_choice"u8, "none"u8);
                break;

            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                writer.WriteStartObject("tool_choice"u8);
                writer.WriteString("type"u8, "function"u8);
                writer.WriteStartObject("function"u8);
                writer.WriteString("name"u8, name);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;

            case RequiredChatToolMode:
                writer.WriteString("tool_choice"u8, "required"u8);
                break;
        }
    }

    private static void WriteResponseFormat(Utf8JsonWriter writer, ChatResponseFormat? format)
    {
        if (format is not ChatResponseFormatJson json)
        {
            return;
        }

        writer.WriteStartObject("response_format"u8);
        writer.WriteString("type"u8, json.Schema is null ? "json_object"u8 : "json_schema"u8);
        if (json.Schema is { } schema)
        {
            writer.WriteStartObject("json_schema"u8);
            writer.WriteString("name"u8, json.SchemaName ?? "answer");
            writer.WritePropertyName("schema"u8);
            schema.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
