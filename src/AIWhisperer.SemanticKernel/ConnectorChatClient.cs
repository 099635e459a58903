using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using AIWhisperer.Core;
using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace AIWhisperer.SemanticKernel;

/// <summary>A connector's client. It runs no tools, and its every fault is a <see cref="ProviderException"/>.</summary>
/// <param name="connector">The host's.</param>
/// <param name="offer">Gives the form in which it offers a tool.</param>
/// <param name="provider">The entry that names it.</param>
internal sealed class ConnectorChatClient(IChatClient connector, Func<AITool, AITool> offer, ProviderDefinition provider)
    : DelegatingChatClient(connector)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.GetResponseAsync(messages, Offering(options), cancellationToken);
        }
        catch (Exception exception) when (IsFault(exception, cancellationToken))
        {
            throw Fault(exception, hasBegun: false);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var updates = base.GetStreamingResponseAsync(messages, Offering(options), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        for (var hasBegun = false; ; hasBegun = true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                {
                    break;
                }
            }
            catch (Exception exception) when (IsFault(exception, cancellationToken))
            {
                throw Fault(exception, hasBegun);
            }

            yield return updates.Current;
        }
    }

    /// <summary>The connector is the host's and serves others too.</summary>
    [SuppressMessage("Usage", "CA2215", Justification = "The connector is not this client's to dispose.")]
    protected override void Dispose(bool disposing)
    {
    }

    private ChatOptions? Offering(ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 0 } tools)
        {
            return options;
        }

        var offering = options.Clone();
        offering.Tools = [.. tools.Select(offer)];
        return offering;
    }

    private static bool IsFault(Exception exception, CancellationToken cancellationToken) =>
        exception is not ProviderException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private ProviderException Fault(Exception exception, bool hasBegun)
    {
        var status = StatusOf(exception);
        var (code, what, isRetryable) = status switch
        {
            (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Forbidden =>
                (ErrorCodes.ProviderAuthentication, "refused the key. Give the connector a valid one", false),
            (int)HttpStatusCode.TooManyRequests => (ErrorCodes.ProviderRateLimited, "is at its rate limit. Wait a little and try again", true),
            >= 400 and < 500 and not (int)HttpStatusCode.RequestTimeout =>
                (ErrorCodes.ProviderRejected, "refused the request. Check the agent's ai_config against what the connector accepts", false),
            null when hasBegun => (ErrorCodes.ProviderTruncated, "broke its answer off before the end. Try again", true),
            _ when exception is NotSupportedException or ArgumentException =>
                (ErrorCodes.ProviderRejected, "cannot take the request. Check the agent's tools and ai_config against what the connector accepts", false),
            _ => (ErrorCodes.ProviderUnavailable, "failed. Try again; the server's log has the details at the level Trace", true),
        };
        return new ProviderException(code, $"The connector of provider '{provider.Id}' {what}.", exception) { Status = status, Retryable = isRetryable };
    }

    /// <summary>The SDKs below connectors, OpenAI's and Azure's among them, have exceptions of their own; this property they share.</summary>
    private static int? StatusOf(Exception? exception) => exception switch
    {
        null => null,
        HttpOperationException { StatusCode: { } status } => (int)status,
        HttpRequestException { StatusCode: { } status } => (int)status,
        _ => exception.GetType().GetProperty("Status", typeof(int))?.GetValue(exception) as int? ?? StatusOf(exception.InnerException),
    };
}
