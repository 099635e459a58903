using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>Reads <c>usage</c>. A count that cannot be true is as good as none; it is no reason to lose an answer.</summary>
internal static class UsageReader
{
    private const long MostTokens = 1_000_000_000;

    /// <summary>Reads the value of the name that the reader is at, or the field of that name within it.</summary>
    public static UsageDetails? Read(ref Utf8JsonReader reader, byte[]? within, ReplyFields fields)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        return within is null ? ReadCounts(ref reader, fields) : ReadWithin(ref reader, within, fields);
    }

    private static UsageDetails? ReadWithin(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, ReplyFields fields)
    {
        UsageDetails? usage = null;
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals(name))
            {
                usage = Read(ref reader, within: null, fields) ?? usage;
            }
            else
            {
                reader.Skip();
            }
        }

        return usage;
    }

    private static UsageDetails ReadCounts(ref Utf8JsonReader reader, ReplyFields fields)
    {
        var usage = new UsageDetails();
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("prompt_tokens"u8))
            {
                usage.InputTokenCount = ReadCount(ref reader);
            }
            else if (reader.ValueTextEquals("completion_tokens"u8))
            {
                usage.OutputTokenCount = ReadCount(ref reader);
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                usage.TotalTokenCount = ReadCount(ref reader);
            }
            else if (reader.ValueTextEquals("prompt_tokens_details"u8))
            {
                usage.CachedInputTokenCount = ReadDetail(ref reader, "cached_tokens"u8) ?? usage.CachedInputTokenCount;
            }
            else if (fields.IsCachedTokens(ref reader))
            {
                usage.CachedInputTokenCount = ReadCount(ref reader) ?? usage.CachedInputTokenCount;
            }
            else if (reader.ValueTextEquals("completion_tokens_details"u8))
            {
                usage.ReasoningTokenCount = ReadDetail(ref reader, "reasoning_tokens"u8);
            }
            else
            {
                reader.Skip();
            }
        }

        if (fields.IsReasoningBesideOutput && usage.TotalTokenCount - usage.InputTokenCount is { } output && output > usage.OutputTokenCount)
        {
            usage.ReasoningTokenCount ??= output - usage.OutputTokenCount;
            usage.OutputTokenCount = output;
        }

        return usage;
    }

    private static long? ReadDetail(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        long? count = null;
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals(name))
            {
                count = ReadCount(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return count;
    }

    private static long? ReadCount(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var count) && count is >= 0 and <= MostTokens)
        {
            return count;
        }

        reader.Skip();
        return null;
    }
}
