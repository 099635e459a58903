using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>
/// A client for the <c>chat/completions</c> wire. Each event of the stream gives one update, without contents where the event shows
/// only that the model is at work (such as a part of a tool call); complete tool calls, usage and finish reason come in the last one.
/// Thread-safe; borrows its connections.
/// </summary>
internal sealed class OpenAIChatClient : IChatClient
{
    private readonly ProviderDefinition _provider;
    private readonly OpenAIEndpoint _endpoint;
    private readonly OpenAIModelSource _models;
    private readonly ReplyFields _fields;

    public OpenAIChatClient(ProviderDefinition provider, HttpMessageInvoker connections, TimeProvider timeProvider)
    {
        _provider = provider;
        _endpoint = new OpenAIEndpoint(provider, connections, timeProvider);
        _models = new OpenAIModelSource(_endpoint);
        _fields = new ReplyFields(provider.Wire);
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var form = new RequestForm(_provider.Wire, _provider.FactsOf(options?.ModelId));
        using var response = await _endpoint.PostAsync("chat/completions", ChatRequestWriter.Write(messages, options, form), cancellationToken);
        await using var body = new ReplyStream(await response.Content.ReadAsStreamAsync(cancellationToken), _endpoint.Faults);
        var chunks = new ChunkReader(_endpoint.Faults, _fields);
        switch (await _endpoint.GuardAsync(body.FindFormAsync(cancellationToken), cancellationToken))
        {
            case ReplyForm.Json:
                yield return chunks.ReadWhole(await _endpoint.GuardAsync(body.ReadToEndAsync(cancellationToken), cancellationToken));
                break;

            case ReplyForm.Html:
                throw _endpoint.Faults.Malformed("sent an HTML page: check its base_url");

            default:
                await using (var events = SseParser.Create(body, chunks.Read).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken))
                {
                    while (!chunks.IsDone)
                    {
                        try
                        {
                            if (!await events.MoveNextAsync())
                            {
                                break;
                            }
                        }
                        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
                        {
                            cancellationToken.ThrowIfCancellationRequested();
                            if (chunks.HasFinished)
                            {
                                break;
                            }

                            throw _endpoint.Faults.Truncated(exception);
                        }

                        body.StartEvent();
                        if (events.Current.Data is { } update)
                        {
                            yield return update;
                        }

                        cancellationToken.ThrowIfCancellationRequested();
                    }
                }

                break;
        }

        yield return chunks.Complete();
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType.IsInstanceOfType(this) ? this
        : serviceType.IsInstanceOfType(_models) ? _models
        : null;

    public void Dispose()
    {
    }
}
