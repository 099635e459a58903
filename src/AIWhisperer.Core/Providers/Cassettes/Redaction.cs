using System.Buffers;
using System.Text.Json;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>
/// Puts a star for every character of a key, wherever in a call it stands. Lengths stay, so the pieces of a reply keep their boundaries
/// although a key may be spread over several.
/// </summary>
/// <param name="keys">The keys that are known; what looks like one is taken for one besides.</param>
internal sealed class Redaction(IEnumerable<Secret> keys)
{
    private readonly string[] _keys = [.. keys.Select(key => key.Reveal().Trim())];

    public CassetteLine.Sent Apply(CassetteLine.Sent sent) => sent with
    {
        Name = Optional(sent.Name),
        Contents = sent.Contents is null ? null : [.. sent.Contents.Select(content => Apply(content) with
        {
            Text = Optional(content.Text),
            Reasoning = Optional(content.Reasoning),
        })],
    };

    public IReadOnlyList<CassetteLine.Got> Apply(IReadOnlyList<CassetteLine.Got> pieces)
    {
        var text = new StringReader(Joined(pieces, content => content.Text));
        var reasoning = new StringReader(Joined(pieces, content => content.Reasoning));
        return [.. pieces.Select(piece => piece with
        {
            Finish = Optional(piece.Finish),
            Model = Optional(piece.Model),
            Contents = [.. piece.Contents.Select(content => Apply(content) with
            {
                Text = Next(text, content.Text),
                Reasoning = Next(reasoning, content.Reasoning),
            })],
        })];
    }

    public CassetteLine.End Apply(CassetteLine.End end) =>
        end.Error is { } error ? end with { Error = error with { Message = Text(error.Message) } } : end;

    public CassetteLine.Call Apply(CassetteLine.Call call) =>
        call.Settings is { Stop: { } stops } settings ? call with { Settings = settings with { Stop = [.. stops.Select(Text)] } } : call;

    private CassetteContent Apply(CassetteContent content) => content with
    {
        ToolCall = content.ToolCall is { } call
            ? new(Text(call.Id), Text(call.Name), Json(call.Arguments), Optional(call.Fault), Optional(call.Raw))
            : null,
        ToolResult = content.ToolResult is { } result ? new(Text(result.Id), Json(result.Result)) : null,
    };

    private string Joined(IReadOnlyList<CassetteLine.Got> pieces, Func<CassetteContent, string?> part) =>
        Text(string.Concat(pieces.SelectMany(piece => piece.Contents).Select(part)));

    private static string? Next(StringReader joined, string? piece)
    {
        if (piece is null)
        {
            return null;
        }

        var next = new char[piece.Length];
        joined.ReadBlock(next);
        return new string(next);
    }

    private string? Optional(string? text) => text is null ? null : Text(text);

    private string Text(string text) => KeyMask.Cover(text, _keys);

    private JsonElement? Json(JsonElement? value)
    {
        if (value is not { } element)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, element);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    writer.WritePropertyName(Text(property.Name));
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;

            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;

            case JsonValueKind.String:
                writer.WriteStringValue(Text(element.GetString()!));
                break;

            default:
                element.WriteTo(writer);
                break;
        }
    }
}
