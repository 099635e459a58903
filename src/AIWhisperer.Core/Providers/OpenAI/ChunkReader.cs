using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>Reads the chunks of one reply, in order, into updates. Not thread-safe.</summary>
internal sealed class ChunkReader(ProviderFaults faults, ReplyFields fields)
{
    private readonly ToolCallAssembler _toolCalls = new();
    private readonly SurrogateJoiner _textJoiner = new();
    private readonly SurrogateJoiner _reasoningJoiner = new();
    private string? _responseId;
    private string? _model;
    private ChatFinishReason? _finishReason;
    private UsageDetails? _usage;
    private bool _isWhole;
    private long _length;

    // What the chunk in hand holds.
    private string? _text;
    private string? _reasoning;
    private int _reasoningField;
    private bool _isRefusal;

    /// <summary>Whether the end mark has come.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Whether the model has said why it stopped: what is missing then is no part of the answer.</summary>
    public bool HasFinished => _finishReason is not null;

    /// <summary>The update for an event, or null for the end mark and for events without data.</summary>
    public ChatResponseUpdate? Read(string eventType, ReadOnlySpan<byte> data)
    {
        data = data[Ascii.Trim(data)];
        if (data.IsEmpty)
        {
            return null;
        }

        if (data.SequenceEqual("[DONE]"u8))
        {
            IsDone = true;
            return null;
        }

        try
        {
            return eventType == "error" ? throw ErrorIn(data) : ReadChunk(data);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw faults.Malformed("sent a chunk that is not of its protocol", exception, isRetryable: true);
        }
    }

    /// <summary>The update for a reply that came as one JSON object instead of a stream.</summary>
    public ChatResponseUpdate ReadWhole(ReadOnlySpan<byte> json)
    {
        _isWhole = true;
        return Read("message", json) ?? throw faults.Truncated();
    }

    /// <summary>The last update: complete tool calls, usage, finish reason.</summary>
    /// <exception cref="ProviderException">The stream ended before the answer did.</exception>
    public ChatResponseUpdate Complete()
    {
        if (!IsDone && !HasFinished && !_isWhole)
        {
            throw faults.Truncated();
        }

        var contents = new List<AIContent>();
        _toolCalls.AddTo(contents);
        if (_usage is not null)
        {
            contents.Add(new UsageContent(_usage));
        }

        var reason = _finishReason ?? (_toolCalls.IsEmpty ? ChatFinishReason.Stop : ChatFinishReason.ToolCalls);
        return Stamp(new ChatResponseUpdate { Contents = contents, FinishReason = reason });
    }

    private ChatResponseUpdate ReadChunk(ReadOnlySpan<byte> data)
    {
        _text = _reasoning = null;
        _isRefusal = false;
        var isError = false;
        var hasChoices = false;
        var reader = new Utf8JsonReader(data);
        reader.Expect(JsonTokenType.StartObject);
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                hasChoices = true;
                ReadChoices(ref reader);
            }
            else if (_responseId is null && reader.ValueTextEquals("id"u8))
            {
                _responseId = reader.ReadStringOrSkip();
            }
            else if (_model is null && reader.ValueTextEquals("model"u8))
            {
                _model = reader.ReadStringOrSkip();
            }
            else if (fields.LeadsToUsage(ref reader, out var within))
            {
                _usage = UsageReader.Read(ref reader, within, fields) ?? _usage;
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                isError |= reader.TokenType != JsonTokenType.Null;
                reader.Skip();
            }
            else if (!hasChoices && reader.ValueTextEquals("object"u8))
            {
                reader.Read();
                isError |= reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("error"u8);
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        // Throws when anything follows the object.
        reader.Read();
        if (isError || _finishReason?.Value == "error")
        {
            throw ErrorIn(data);
        }

        if (_isWhole && !hasChoices)
        {
            throw faults.Malformed("sent JSON that is no answer");
        }

        var update = MakeUpdate();
        return _length + _toolCalls.Length <= ReplyStream.AnswerLimit ? update : throw faults.TooLarge();
    }

    private void ReadChoices(ref Utf8JsonReader reader)
    {
        if (!reader.EnterOptional(JsonTokenType.StartArray))
        {
            return;
        }

        while (reader.NextElement())
        {
            reader.ExpectHere(JsonTokenType.StartObject);
            var isOurs = true;
            while (reader.NextProperty())
            {
                if (reader.ValueTextEquals("index"u8))
                {
                    // One answer is asked for; some back ends send others all the same.
                    isOurs = (reader.ReadOptionalInt32() ?? 0) == 0;
                }
                else if (isOurs && (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("message"u8)))
                {
                    ReadDelta(ref reader);
                }
                else if (isOurs && reader.ValueTextEquals("finish_reason"u8))
                {
                    _finishReason = ReadFinishReason(ref reader) ?? _finishReason;
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private void ReadDelta(ref Utf8JsonReader reader)
    {
        if (!reader.EnterOptional(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("content"u8))
            {
                AddText(ContentReader.Read(ref reader, fields, out var thought));
                AddReasoning(thought, int.MaxValue);
            }
            else if (fields.FindReasoning(ref reader) is >= 0 and var field)
            {
                AddReasoning(reader.ReadStringOrSkip(), field);
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                _toolCalls.Read(ref reader, faults);
            }
            else if (reader.ValueTextEquals("refusal"u8))
            {
                var refusal = reader.ReadOptionalString();
                _isRefusal |= !string.IsNullOrEmpty(refusal);
                AddText(refusal);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void AddText(string? text) => _text = _text is null ? text : _text + text;

    // Some back ends send the same text under several names.
    private void AddReasoning(string? text, int field)
    {
        if (text is not null && (_reasoning is null || field < _reasoningField))
        {
            (_reasoning, _reasoningField) = (text, field);
        }
    }

    private ChatFinishReason? ReadFinishReason(ref Utf8JsonReader reader) =>
        reader.ReadOptionalString() is not { Length: > 0 } word ? null : fields.FinishReason(word) switch
        {
            "stop" => ChatFinishReason.Stop,
            "length" => ChatFinishReason.Length,
            "tool_calls" => ChatFinishReason.ToolCalls,

            // Gemini adds which filter it was.
            var filter when filter.StartsWith("content_filter", StringComparison.Ordinal) => ChatFinishReason.ContentFilter,
            var other => new ChatFinishReason(other),
        };

    private ChatResponseUpdate MakeUpdate()
    {
        var text = _textJoiner.Join(_text);
        var reasoning = _reasoningJoiner.Join(_reasoning);
        _length += (text?.Length ?? 0) + (reasoning?.Length ?? 0);
        var content = string.IsNullOrEmpty(text) ? null : new TextContent(text);
        if (content is not null && _isRefusal)
        {
            content.AdditionalProperties = new AdditionalPropertiesDictionary { ["refusal"] = true };
        }

        if (string.IsNullOrEmpty(reasoning))
        {
            return Stamp(content is null ? new ChatResponseUpdate() : new ContentUpdate(content));
        }

        var thought = new TextReasoningContent(reasoning);
        return Stamp(content is null ? new ContentUpdate(thought) : new ChatResponseUpdate { Contents = [thought, content] });
    }

    private ChatResponseUpdate Stamp(ChatResponseUpdate update)
    {
        update.Role = ChatRole.Assistant;
        update.ResponseId = _responseId;
        update.MessageId = _responseId;
        update.ModelId = _model;
        return update;
    }

    private ProviderException ErrorIn(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        using var document = JsonDocument.ParseValue(ref reader);
        return faults.FromStream(ProviderError.Read(document.RootElement));
    }
}
