using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Offline;

/// <summary>
/// The embedded model: no key, no network, and the same reply to the same conversation. Streams word by word. Usage is its own
/// estimate: one token for each word of instructions, messages and reply, and for a tool call one for its name and each argument.
/// </summary>
internal sealed class OfflineChatClient(ProviderDefinition provider, OfflineResponder responder, TimeProvider timeProvider)
    : IChatClient, IModelSource
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var model = OfflineModels.Resolve(options?.ModelId);
        var history = messages.ToList();
        var reply = responder.Answer(new OfflineConversation(history, options));

        var written = 0;
        var finish = ChatFinishReason.Stop;
        foreach (var call in reply.Calls)
        {
            yield return Update(model, call);
            written += 1 + (call.Arguments?.Count ?? 0);
            finish = ChatFinishReason.ToolCalls;
        }

        if (reply.Calls.IsEmpty)
        {
            var started = timeProvider.GetTimestamp();
            var text = BeforeStop(model == OfflineModels.Brief ? reply.Brief : reply.Full, options?.StopSequences);
            foreach (var piece in OfflineWords.Pieces(text))
            {
                if (written == options?.MaxOutputTokens)
                {
                    finish = ChatFinishReason.Length;
                    break;
                }

                await PaceAsync(started, written, cancellationToken);
                yield return Update(model, new TextContent(piece));
                written++;
            }
        }

        var last = Update(model, new UsageContent(Usage(history, options, written)));
        last.FinishReason = finish;
        yield return last;
    }

    public Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken) => Task.FromResult(OfflineModels.All);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(provider.Id, defaultModelId: OfflineModels.Full)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }

    // Each word has its own moment counted from the start, so that timers that fire late do not add up.
    private async Task PaceAsync(long started, int word, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (provider.WordsPerSecond > 0)
        {
            var wait = TimeSpan.FromSeconds(word / provider.WordsPerSecond) - timeProvider.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, timeProvider, cancellationToken);
            }
        }
    }

    private static string BeforeStop(string text, IList<string>? stops)
    {
        var end = stops?.Where(stop => stop.Length > 0)
            .Select(stop => text.IndexOf(stop, StringComparison.Ordinal))
            .Where(index => index >= 0)
            .DefaultIfEmpty(text.Length)
            .Min();
        return text[..(end ?? text.Length)];
    }

    private static UsageDetails Usage(List<ChatMessage> messages, ChatOptions? options, int written)
    {
        var read = OfflineWords.Count(options?.Instructions ?? string.Empty) + messages.Sum(message => OfflineWords.Count(message.Text));
        return new UsageDetails { InputTokenCount = read, OutputTokenCount = written, TotalTokenCount = read + written };
    }

    private static ChatResponseUpdate Update(string model, AIContent content) => new(ChatRole.Assistant, [content]) { ModelId = model };
}
