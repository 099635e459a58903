using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>The names by which one back end's replies are read, in the bytes that the reader compares. Immutable.</summary>
internal sealed class ReplyFields
{
    private readonly byte[][] _reasoning;
    private readonly (byte[] Outer, byte[]? Inner)[] _usage;
    private readonly byte[]? _cachedTokens;
    private readonly ImmutableSortedDictionary<string, string> _finishReasons;

    public ReplyFields(WireDialect wire)
    {
        _reasoning = [.. wire.ReasoningFields.Select(Encoding.UTF8.GetBytes)];
        _usage = [.. wire.UsageFields.Select(Split)];
        _cachedTokens = wire.CachedTokensField is { } field ? Encoding.UTF8.GetBytes(field) : null;
        _finishReasons = wire.FinishReasons;
        IsReasoningBesideOutput = wire.ReasoningBesideOutput;
    }

    /// <summary>Whether the count of output tokens leaves the reasoning out.</summary>
    public bool IsReasoningBesideOutput { get; }

    /// <summary>The place of the name that the reader is at among the fields of reasoning; -1 when it is none of them.</summary>
    public int FindReasoning(ref Utf8JsonReader reader)
    {
        for (var index = 0; index < _reasoning.Length; index++)
        {
            if (reader.ValueTextEquals(_reasoning[index]))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Whether the name that the reader is at leads to the usage; if so, to which field of its object, or to itself when that is null.</summary>
    public bool LeadsToUsage(ref Utf8JsonReader reader, out byte[]? inner)
    {
        foreach (var (outer, within) in _usage)
        {
            if (reader.ValueTextEquals(outer))
            {
                inner = within;
                return true;
            }
        }

        inner = null;
        return false;
    }

    public bool IsCachedTokens(ref Utf8JsonReader reader) => _cachedTokens is not null && reader.ValueTextEquals(_cachedTokens);

    /// <summary>The word of the shared wire for one that only this back end uses; other words are given back.</summary>
    public string FinishReason(string word) => _finishReasons.GetValueOrDefault(word, word);

    private static (byte[] Outer, byte[]? Inner) Split(string path)
    {
        var point = path.IndexOf('.', StringComparison.Ordinal);
        return point < 0
            ? (Encoding.UTF8.GetBytes(path), null)
            : (Encoding.UTF8.GetBytes(path[..point]), Encoding.UTF8.GetBytes(path[(point + 1)..]));
    }
}
