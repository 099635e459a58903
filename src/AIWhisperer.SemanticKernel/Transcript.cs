using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;
using FunctionResultContent = Microsoft.Extensions.AI.FunctionResultContent;
using KernelCallContent = Microsoft.SemanticKernel.FunctionCallContent;
using KernelResultContent = Microsoft.SemanticKernel.FunctionResultContent;
using TextContent = Microsoft.Extensions.AI.TextContent;

namespace AIWhisperer.SemanticKernel;

/// <summary>A conversation in the words of Semantic Kernel, for filters to read: its texts, tool calls and results.</summary>
internal static class Transcript
{
    public static ChatHistory Of(IEnumerable<ChatMessage> messages) => [.. messages.Select(Of)];

    public static ChatMessageContent Of(ChatMessage message) =>
        new(new AuthorRole(message.Role.Value), [.. message.Contents.Select(Of).OfType<KernelContent>()]) { AuthorName = message.AuthorName };

    private static KernelContent? Of(AIContent content) => content switch
    {
        TextContent text => new Microsoft.SemanticKernel.TextContent(text.Text),
        FunctionCallContent call => new KernelCallContent(
            call.Name, id: call.CallId, arguments: call.Arguments is null ? null : new KernelArguments(call.Arguments)),
        FunctionResultContent result => new KernelResultContent(callId: result.CallId, result: result.Result),
        _ => null,
    };
}
