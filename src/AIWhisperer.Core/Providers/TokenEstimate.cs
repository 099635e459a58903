using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers;

/// <summary>
/// Tokens where no provider counted them: a token for each four bytes of UTF-8, which is about right for English and on the high side for
/// most other scripts. Vocabularies differ by model, so no count made here is exact.
/// </summary>
internal static class TokenEstimate
{
    private const int BytesPerToken = 4;

    /// <summary>What providers add to each message.</summary>
    private const int TokensPerMessage = 4;

    public static long OfBytes(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;

    /// <summary>What a conversation and the tools offered with it are worth.</summary>
    public static long Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var tools = options?.Tools?.OfType<AIFunctionDeclaration>()
            .Sum(tool => tool.Name.Length + tool.Description.Length + (long)tool.JsonSchema.GetRawText().Length) ?? 0;
        return OfBytes(tools) + messages.Sum(message => TokensPerMessage + OfBytes(message.Contents.Sum(BytesOf)));
    }

    public static long BytesOf(AIContent content) => content switch
    {
        TextContent text => Encoding.UTF8.GetByteCount(text.Text),
        TextReasoningContent reasoning => Encoding.UTF8.GetByteCount(reasoning.Text),
        FunctionCallContent call => Encoding.UTF8.GetByteCount(call.Name) + Json(call.Arguments),
        FunctionResultContent result => Json(result.Result),
        _ => 0,
    };

    private static int Json(object? value) => JsonSerializer.SerializeToUtf8Bytes(value, AIJsonUtilities.DefaultOptions).Length;
}
