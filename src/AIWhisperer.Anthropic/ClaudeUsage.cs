using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Anthropic;

/// <summary>
/// The tokens of one reply. The first event tells those sent and the last one those written; some back ends leave out of either what the
/// other has told, so a count stands until another replaces it. A count that cannot be true is as good as none. Not thread-safe.
/// </summary>
internal sealed class ClaudeUsage
{
    private const long MostTokens = 1_000_000_000;

    private long? _uncached;
    private long? _cacheWrites;
    private long? _cacheReads;
    private long? _written;
    private long? _thought;

    /// <summary>The counts so far; null when nothing was told.</summary>
    public UsageDetails? Details
    {
        get
        {
            var sent = Sum(_uncached, _cacheWrites, _cacheReads);
            return sent is null && _written is null
                ? null
                : new UsageDetails
                {
                    InputTokenCount = sent,
                    CachedInputTokenCount = _cacheReads,
                    OutputTokenCount = _written,
                    ReasoningTokenCount = _thought,
                    TotalTokenCount = Sum(sent, _written),
                };
        }
    }

    /// <summary>Takes the field <c>usage</c> of an event's or message's fields.</summary>
    public void Add(IReadOnlyDictionary<string, JsonElement> fields)
    {
        if (!fields.TryGetValue("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        _uncached = Count(usage, "input_tokens") ?? _uncached;
        _cacheWrites = Count(usage, "cache_creation_input_tokens") ?? _cacheWrites;
        _cacheReads = Count(usage, "cache_read_input_tokens") ?? _cacheReads;
        _written = Count(usage, "output_tokens") ?? _written;
        if (usage.TryGetProperty("output_tokens_details", out var details) && details.ValueKind == JsonValueKind.Object)
        {
            _thought = Count(details, "thinking_tokens") ?? _thought;
        }
    }

    private static long? Count(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var count)
        && count is >= 0 and <= MostTokens
            ? count
            : null;

    private static long? Sum(params ReadOnlySpan<long?> counts)
    {
        long? sum = null;
        foreach (var count in counts)
        {
            sum = count is null ? sum : (sum ?? 0) + count;
        }

        return sum;
    }
}
