using System.Runtime.CompilerServices;
using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.SemanticKernel;

/// <summary>
/// What a loop with a kernel calls its model through. It runs no tools, which is the loop's to do; it keeps the kernel to the tools that the
/// agent is granted, and notes which calls the model asks for.
/// </summary>
internal sealed class LoopChatClient(IChatClient own, KernelEngine engine) : DelegatingChatClient(own)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var history = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var call = new ProviderCallOptions(options);
        var round = engine.Begin(call, history);
        if (engine.ToolsAreOver(round))
        {
            WithoutTools(call);
        }

        await foreach (var update in base.GetStreamingResponseAsync(history, call, cancellationToken))
        {
            round.Calls.AddRange(update.Contents.OfType<FunctionCallContent>());
            yield return update;
        }
    }

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <summary>What only signals to the loop, such as the end of the turn, stays. Some providers refuse calls in a history without tools.</summary>
    private static void WithoutTools(ChatOptions options)
    {
        var signals = options.Tools?.Where(tool => tool is not AIFunction).ToList();
        if (signals is { Count: > 0 })
        {
            options.Tools = signals;
        }
        else if (options.Tools is { Count: > 0 })
        {
            options.ToolMode = ChatToolMode.None;
        }
    }
}
