using System.Runtime.CompilerServices;
using System.Text.Json;
using AIWhisperer.Core.Providers;
using Anthropic;
using Anthropic.Exceptions;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Anthropic;

/// <summary>
/// A client for Claude around the vendor's own: it shapes requests so that Claude takes them, and tells faults and replies the way every
/// provider of ours does. Each event of the stream gives one update, without contents where the event shows only that the model is at work;
/// complete tool calls, usage and finish reason come in the last one. Thread-safe; borrows its connections.
/// </summary>
internal sealed class AnthropicChatClient : IChatClient
{
    private readonly ProviderDefinition _provider;
    private readonly HttpMessageInvoker _connections;
    private readonly TimeProvider _timeProvider;
    private readonly ProviderFaults _faults;
    private readonly string _baseUrl;
    private readonly string? _key;
    private readonly ClaudeModelSource _models;

    public AnthropicChatClient(ProviderDefinition provider, HttpMessageInvoker connections, TimeProvider timeProvider)
    {
        _provider = provider;

        // The vendor's client adds the version to the path; people know the address with and without it.
        var address = provider.BaseUrl!.AbsoluteUri.TrimEnd('/');
        _baseUrl = address.EndsWith("/v1", StringComparison.Ordinal) ? address[..^"/v1".Length] : address;
        _key = provider.ApiKey?.Reveal().Trim();
        _connections = connections;
        _timeProvider = timeProvider;
        _faults = new ProviderFaults(provider);
        _models = new ClaudeModelSource(new Uri(_baseUrl), connections, _faults, _key, timeProvider);
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var conversation = ClaudeConversation.Of(messages);
        var reply = new ClaudeReply(_faults);
        using var wire = new ClaudeWire(_connections, _faults, _key, _timeProvider);
        using var http = new HttpClient(wire, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        await using (var updates = VendorClient(http)
            .GetStreamingResponseAsync(conversation, ClaudeOptions.For(options, conversation, _provider.FactsOf(options?.ModelId)), cancellationToken)
            .GetAsyncEnumerator(cancellationToken))
        {
            while (!reply.IsDone)
            {
                ChatResponseUpdate update;
                try
                {
                    if (!await updates.MoveNextAsync())
                    {
                        break;
                    }

                    update = reply.Read(updates.Current);
                }
                catch (Exception exception) when (IsBrokenConnection(exception))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (reply.HasFinished)
                    {
                        break;
                    }

                    throw _faults.Truncated(exception);
                }
                catch (AnthropicSseException exception)
                {
                    throw _faults.FromStream(ErrorIn(exception));
                }
                catch (Exception exception) when (IsMisread(exception))
                {
                    throw _faults.Malformed(ClaudeReply.NotOfTheProtocol, exception, isRetryable: true);
                }

                wire.StartEvent();
                yield return update;
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        yield return reply.Complete();
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(IModelSource) ? _models
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }

    private static bool IsBrokenConnection(Exception exception) =>
        exception is IOException or HttpRequestException or AnthropicIOException or OperationCanceledException;

    // What the vendor's types throw when an event lacks what they take for granted.
    private static bool IsMisread(Exception exception) =>
        exception is AnthropicException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException
            or ArgumentException or NullReferenceException;

    // The vendor's exception has the event's data within its message only.
    private static ProviderError ErrorIn(AnthropicSseException exception)
    {
        var message = exception.Message;
        var start = message.IndexOf('{', StringComparison.Ordinal);
        var end = message.LastIndexOf('}');
        if (start < 0 || end < start)
        {
            return ProviderError.Unknown;
        }

        try
        {
            using var document = JsonDocument.Parse(message.AsMemory(start, end - start + 1));
            return ProviderError.Read(document.RootElement);
        }
        catch (JsonException)
        {
            return ProviderError.Unknown;
        }
    }

    // Its retries and its limit on a whole call are off: what stands around this client does both. The key is none of its business; told
    // that there is none, it does not look for one in the environment either.
    private IChatClient VendorClient(HttpClient http)
    {
#pragma warning disable CA2000 // Owns nothing but the client it is given, which the caller disposes.
        var client = new AnthropicClient
        {
            HttpClient = http,
            BaseUrl = _baseUrl,
            ApiKey = null,
            MaxRetries = 0,
            Timeout = Timeout.InfiniteTimeSpan,
        };
#pragma warning restore CA2000
        return client.AsIChatClient();
    }
}
