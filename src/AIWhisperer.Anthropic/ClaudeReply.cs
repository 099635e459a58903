using System.Text.Json;
using AIWhisperer.Core;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Providers;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Anthropic;

/// <summary>Reads the vendor's updates for one reply, in order, into ours. Not thread-safe.</summary>
internal sealed class ClaudeReply(ProviderFaults faults)
{
    /// <summary>What a fault says of an event that cannot be understood.</summary>
    public const string NotOfTheProtocol = "sent an event that is not of its protocol";

    private readonly ClaudeUsage _usage = new();
    private readonly List<FunctionCallContent> _calls = [];
    private readonly HashSet<string> _callIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, JsonElement>> _wholeInputs = new(StringComparer.Ordinal);
    private ChatFinishReason? _finishReason;
    private string? _messageId;
    private string? _model;
    private long _length;

    /// <summary>Whether the end mark has come.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Whether the model has said why it stopped: what is missing then is no part of the answer.</summary>
    public bool HasFinished => _finishReason is not null;

    /// <summary>The update for one of the vendor's, without what waits for the end.</summary>
    /// <exception cref="ProviderException">The answer is longer than an answer may be.</exception>
    public ChatResponseUpdate Read(ChatResponseUpdate update)
    {
        _finishReason = update.FinishReason ?? _finishReason;
        _messageId = update.MessageId ?? _messageId;
        _model = update.ModelId ?? _model;
        if (update.RawRepresentation is RawMessageStreamEvent raw)
        {
            ReadEvent(raw);
        }

        var contents = new List<AIContent>();
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent { Text.Length: > 0 } text:
                    _length += text.Text.Length;
                    contents.Add(new TextContent(text.Text));
                    break;

                case TextReasoningContent { Text.Length: > 0 } thought:
                    _length += thought.Text.Length;
                    contents.Add(new TextReasoningContent(thought.Text));
                    break;

                case FunctionCallContent call:
                    _calls.Add(Complete(call));
                    break;
            }
        }

        return _length <= ReplyStream.AnswerLimit ? Stamp(new ChatResponseUpdate { Contents = contents }) : throw faults.TooLarge();
    }

    /// <summary>The last update: complete tool calls, usage, finish reason.</summary>
    /// <exception cref="ProviderException">The stream ended before the answer did.</exception>
    public ChatResponseUpdate Complete()
    {
        if (!IsDone && !HasFinished)
        {
            throw faults.Truncated();
        }

        List<AIContent> contents = [.. _calls];
        if (_usage.Details is { } usage)
        {
            contents.Add(new UsageContent(usage));
        }

        var reason = _finishReason ?? (_calls.Count == 0 ? ChatFinishReason.Stop : ChatFinishReason.ToolCalls);
        return Stamp(new ChatResponseUpdate { Contents = contents, FinishReason = reason });
    }

    private void ReadEvent(RawMessageStreamEvent raw)
    {
        // Types of tomorrow are passed over; what is no object is no event.
        if (raw.Json.ValueKind != JsonValueKind.Object)
        {
            throw faults.Malformed(NotOfTheProtocol, isRetryable: true);
        }

        switch (raw.Value)
        {
            case RawContentBlockStartEvent { ContentBlock.Value: ToolUseBlock { Input.Count: > 0 } call }:
                _wholeInputs[call.ID] = call.Input;
                break;

            case RawContentBlockDeltaEvent delta when delta.Delta.Json.ValueKind != JsonValueKind.Object:
                throw faults.Malformed(NotOfTheProtocol, isRetryable: true);

            case RawMessageStartEvent start:
                _usage.Add(start.Message.RawData);
                break;

            case RawContentBlockDeltaEvent { Delta.Value: InputJsonDelta part }:
                _length += part.PartialJson.Length;
                break;

            case RawMessageDeltaEvent delta:
                _usage.Add(delta.RawData);
                break;

            case RawMessageStopEvent:
                IsDone = true;
                break;
        }
    }

    // What cannot be called carries an exception that says why; two calls never share an id.
    private FunctionCallContent Complete(FunctionCallContent call)
    {
        var id = call.CallId.Length > 0 && _callIds.Add(call.CallId) ? call.CallId : $"call_{RandomId.New()}";
        return new FunctionCallContent(id, call.Name, call.Arguments ?? WholeInputOf(call))
        {
            Exception = call.Name.Length == 0 ? new JsonException("The tool call names no tool.") : call.Exception,
        };
    }

    // Some back ends send the arguments at the beginning of the call, which the vendor's client passes over.
    private Dictionary<string, object?> WholeInputOf(FunctionCallContent call)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (_wholeInputs.GetValueOrDefault(call.CallId) is { } input)
        {
            foreach (var (name, value) in input)
            {
                arguments[name] = value;
            }
        }

        return arguments;
    }

    private ChatResponseUpdate Stamp(ChatResponseUpdate update)
    {
        update.Role = ChatRole.Assistant;
        update.ResponseId = _messageId;
        update.MessageId = _messageId;
        update.ModelId = _model;
        return update;
    }
}
