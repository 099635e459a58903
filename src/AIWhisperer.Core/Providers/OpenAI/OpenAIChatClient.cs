using System.Net.Http.Headers;
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
    private static readonly MediaTypeHeaderValue s_json = new("application/json");
    private static readonly MediaTypeWithQualityHeaderValue s_eventStream = new("text/event-stream");
    private static readonly ProductInfoHeaderValue s_userAgent = new("AIWhisperer", null);

    private readonly HttpMessageInvoker _connections;
    private readonly ProviderFaults _faults;
    private readonly ErrorBodyReader _errorBodies;
    private readonly Uri _url;
    private readonly string? _key;
    private readonly string _tokenLimitField;

    public OpenAIChatClient(ProviderDefinition provider, HttpMessageInvoker connections, TimeProvider timeProvider)
    {
        var url = new UriBuilder(provider.BaseUrl!);
        url.Path = url.Path.TrimEnd('/') + "/chat/completions";
        _url = url.Uri;
        _key = provider.ApiKey?.Reveal().Trim();
        _connections = connections;
        _faults = new ProviderFaults(provider);
        _errorBodies = new ErrorBodyReader(_faults, timeProvider);
        _tokenLimitField = ChatRequestWriter.TokenLimitFieldFor(_url);
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(ChatRequestWriter.Write(messages, options, _tokenLimitField), cancellationToken);
        await using var body = new ReplyStream(await response.Content.ReadAsStreamAsync(cancellationToken), _faults);
        var chunks = new ChunkReader(_faults);
        switch (await GuardAsync(body.FindFormAsync(cancellationToken), cancellationToken))
        {
            case ReplyForm.Json:
                yield return chunks.ReadWhole(await GuardAsync(body.ReadToEndAsync(cancellationToken), cancellationToken));
                break;

            case ReplyForm.Html:
                throw _faults.Malformed("sent an HTML page: check its base_url");

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

                            throw _faults.Truncated(exception);
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
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private async Task<HttpResponseMessage> SendAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = s_json;
        request.Headers.Accept.Add(s_eventStream);
        request.Headers.UserAgent.Add(s_userAgent);
        if (_key is not null)
        {
            request.Headers.Authorization = HeaderFor(_key);
        }

        HttpResponseMessage response;
        try
        {
            response = await _connections.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw _faults.Unreachable(_url, exception);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await _errorBodies.ReadAsync(response, cancellationToken);
        }
    }

    private AuthenticationHeaderValue HeaderFor(string key) =>
        key.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? throw _faults.UnusableKey()
            : new AuthenticationHeaderValue("Bearer", key);

    private async Task<T> GuardAsync<T>(Task<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw _faults.Truncated(exception);
        }
    }
}
