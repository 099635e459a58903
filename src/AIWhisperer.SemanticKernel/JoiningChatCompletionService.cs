using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AIWhisperer.SemanticKernel;

/// <summary>
/// Joins the pieces in which a connector streams its tool calls: the library's way from a chat completion service to a chat client reads
/// each piece as if it were a whole call. The joined calls come last.
/// </summary>
internal sealed class JoiningChatCompletionService(IChatCompletionService inner) : IChatCompletionService
{
    public IReadOnlyDictionary<string, object?> Attributes => inner.Attributes;

    public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default) =>
        inner.GetChatMessageContentsAsync(chatHistory, executionSettings, kernel, cancellationToken);

    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var pieces = new List<StreamingFunctionCallUpdateContent>();
        await foreach (var update in inner.GetStreamingChatMessageContentsAsync(chatHistory, executionSettings, kernel, cancellationToken))
        {
            foreach (var piece in update.Items.OfType<StreamingFunctionCallUpdateContent>().ToList())
            {
                pieces.Add(piece);
                update.Items.Remove(piece);
            }

            yield return update;
        }

        if (pieces.Count > 0)
        {
            yield return new StreamingChatMessageContent(AuthorRole.Assistant, null)
            {
                Items = [.. pieces.GroupBy(piece => piece.FunctionCallIndex).Select(Joined)],
            };
        }
    }

    private static StreamingFunctionCallUpdateContent Joined(IEnumerable<StreamingFunctionCallUpdateContent> pieces)
    {
        var all = pieces.ToList();
        var arguments = string.Concat(all.Select(piece => piece.Arguments));
        return new StreamingFunctionCallUpdateContent(
            all.Find(piece => !string.IsNullOrEmpty(piece.CallId))?.CallId,
            string.Concat(all.Select(piece => piece.Name)),
            arguments.Length == 0 ? null : arguments,
            all[0].FunctionCallIndex);
    }
}
