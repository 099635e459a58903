using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AIWhisperer.Benchmarks;

/// <summary>A reply of <see cref="ChunkCount"/> events of text as OpenAI sends them, kept in memory.</summary>
internal static class CannedReply
{
    public const int ChunkCount = 5000;

    // English words of the length that tokens have, each with its blank.
    private const string Prose =
        "The loop of an agent reads the message, asks its model for a reply and sends every token on as soon as it has come, so that "
        + "the people who wait for it can read while the model is still at work on the rest of what it has to say";

    public static byte[] Create()
    {
        var words = Prose.Split(' ').Select(word => " " + word).ToArray();
        var events = new StringBuilder();
        Append(events, """{"role":"assistant","content":"","refusal":null}""", "null");
        for (var chunk = 0; chunk < ChunkCount - 2; chunk++)
        {
            Append(events, $$"""{"content":{{JsonSerializer.Serialize(words[chunk % words.Length])}}}""", "null");
        }

        Append(events, "{}", "\"stop\"");
        return Encoding.UTF8.GetBytes(events.Append("data: [DONE]\n\n").ToString());
    }

    private static void Append(StringBuilder events, string delta, string finishReason) =>
        events.Append(
            CultureInfo.InvariantCulture,
            $$"""
            data: {"id":"chatcmpl-BnYq3k8c0d1e2f3a4b5c6d7e8f9a0","object":"chat.completion.chunk","created":1750000000,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_34a54ae93c","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finishReason}}}],"usage":null}


            """);
}
