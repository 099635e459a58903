using System.Text.Json;
using AIWhisperer.Core.Events;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>Puts the tool calls of one reply together from their parts. Not thread-safe.</summary>
internal sealed class ToolCallAssembler
{
    private const int MostCalls = 128;
    private readonly List<PartialToolCall> _calls = [];

    public bool IsEmpty => _calls.Count == 0;

    /// <summary>The characters of all arguments so far.</summary>
    public long Length { get; private set; }

    /// <summary>Reads the value of <c>tool_calls</c>, whose name the reader is at.</summary>
    public void Read(ref Utf8JsonReader reader, ProviderFaults faults)
    {
        if (!reader.EnterOptional(JsonTokenType.StartArray))
        {
            return;
        }

        while (reader.NextElement())
        {
            reader.ExpectHere(JsonTokenType.StartObject);
            ReadPart(ref reader);
            if (_calls.Count > MostCalls)
            {
                throw faults.Malformed($"asked for more than {MostCalls} tool calls at once");
            }
        }
    }

    /// <summary>Adds the calls in their order, each with an id that no other has.</summary>
    public void AddTo(List<AIContent> contents)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in _calls)
        {
            var id = call.Id is not null && ids.Add(call.Id) ? call.Id : $"call_{RandomId.New()}";
            contents.Add(call.Complete(id));
        }
    }

    private void ReadPart(ref Utf8JsonReader reader)
    {
        int? index = null;
        string? id = null;
        string? name = null;
        string? arguments = null;
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("index"u8))
            {
                index = reader.ReadOptionalInt32();
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                id = reader.ReadOptionalString() is { Length: > 0 } text ? text : null;
            }
            else if (reader.ValueTextEquals("function"u8) && reader.EnterOptional(JsonTokenType.StartObject))
            {
                (name, arguments) = ReadFunction(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        Length += arguments?.Length ?? 0;
        CallFor(index, id, name).Add(id, name, arguments);
    }

    private static (string? Name, string? Arguments) ReadFunction(ref Utf8JsonReader reader)
    {
        string? name = null;
        string? arguments = null;
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("name"u8))
            {
                name = reader.ReadOptionalString() is { Length: > 0 } text ? text : null;
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                reader.Read();
                arguments = reader.TokenType switch
                {
                    JsonTokenType.Null => null,
                    JsonTokenType.String => reader.TextHere(),

                    // Some back ends send the object itself instead of its text.
                    _ => JsonElement.ParseValue(ref reader).GetRawText(),
                };
            }
            else
            {
                reader.Skip();
            }
        }

        return (name, arguments);
    }

    // A new id under a used index is a new call: some back ends number every call 0. Without an index the id decides; without both,
    // a name starts a call and anything else belongs to the last one.
    private PartialToolCall CallFor(int? index, string? id, string? name)
    {
        var call = (index, id) switch
        {
            (not null, _) => _calls.FindLast(known => known.Index == index),
            (null, not null) => _calls.FindLast(known => known.Id == id),
            _ => name is null && _calls.Count > 0 ? _calls[^1] : null,
        };
        if (call is null || (id is not null && call.Id is not null && call.Id != id))
        {
            call = new PartialToolCall(index);
            _calls.Add(call);
        }

        return call;
    }
}
