using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>Asks providers, outside any session, whether they answer and which models they have. Thread-safe.</summary>
public sealed class ProviderProbe
{
    private static readonly TimeSpan s_listPatience = TimeSpan.FromSeconds(30);

    private readonly ProviderCatalog _providers;
    private readonly AgentDirectory _agents;
    private readonly TimeProvider _clock;

    internal ProviderProbe(ProviderCatalog providers, AgentDirectory agents, TimeProvider clock)
    {
        _providers = providers;
        _agents = agents;
        _clock = clock;
    }

    /// <summary>
    /// Sends a request for one token, through the provider's limits, circuit and timeouts as an agent's call, but once only. Faults of the
    /// provider are part of the result.
    /// </summary>
    /// <param name="providerId">The provider.</param>
    /// <param name="model">
    /// The model to ask. By default the first of the provider's <c>models</c>, else the first that an agent uses there, else the first that
    /// the provider lists.
    /// </param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="NotFoundException">There is no such provider.</exception>
    public async Task<ProbeResult> TestAsync(string providerId, string? model, CancellationToken cancellationToken)
    {
        ThrowIfUnknown(providerId);
        if (_providers.Current.Providers.GetValueOrDefault(providerId) is { ApiKeyVariable: { } variable, ApiKey: null })
        {
            return new ProbeResult(providerId, ProbeOutcome.NoKey)
            {
                Error = new ProbeError(ErrorCodes.ProviderUnavailable, ProviderStatus.MissingKey(variable), Retryable: false),
            };
        }

        var result = new ProbeResult(providerId, ProbeOutcome.Failed) { Model = model };
        try
        {
            var client = _providers.GetClient(providerId);
            result = result with { Model = model ?? await FindModelAsync(providerId, client, cancellationToken) };
            return await AskAsync(client, result, cancellationToken);
        }
        catch (ProviderException fault)
        {
            return result with { Error = new ProbeError(fault.Code, fault.Message, fault.Retryable) };
        }
    }

    /// <summary>The models that the provider offers now, as it lists them.</summary>
    /// <exception cref="NotFoundException">There is no such provider.</exception>
    /// <exception cref="UnavailableException">
    /// It cannot list its models (<see cref="ErrorCodes.ProviderCannotList"/>), or failed, with the code of its fault.
    /// </exception>
    public async Task<IReadOnlyList<string>> ListModelsAsync(string providerId, CancellationToken cancellationToken)
    {
        ThrowIfUnknown(providerId);
        try
        {
            return await ListAsync(providerId, _providers.GetClient(providerId), cancellationToken)
                ?? throw new UnavailableException(
                    ErrorCodes.ProviderCannotList, $"Provider '{providerId}' cannot list its models; its vendor's pages name them.");
        }
        catch (ProviderException fault)
        {
            throw new UnavailableException(fault.Code, fault.Message, fault) { RetryAfter = fault.RetryAfter };
        }
    }

    private void ThrowIfUnknown(string providerId)
    {
        var known = _providers.Current.DeclaredIds;
        if (!known.Contains(providerId))
        {
            throw new NotFoundException(
                ErrorCodes.ProviderNotFound,
                $"There is no provider '{ShownText.Of(providerId)}'. {(known.IsEmpty ? "No provider is configured." : $"Known providers: {string.Join(", ", known)}.")}")
            {
                Field = "providerId",
            };
        }
    }

    private async Task<string> FindModelAsync(string providerId, IChatClient client, CancellationToken cancellationToken) =>
        _providers.Current.ModelsOf(providerId).FirstOrDefault()
        ?? _agents.List()
            .SelectMany(agent => agent.Config?.Models ?? [])
            .FirstOrDefault(used => used.Provider == providerId)?.Model
        ?? (await ListAsync(providerId, client, cancellationToken) is [var listed, ..] ? listed : null)
        ?? throw new ProviderException(
            ErrorCodes.ProviderModelNotFound, $"No model of provider '{providerId}' is known here. Name one, or add `models` in providers.yaml.");

    private async Task<IReadOnlyList<string>?> ListAsync(string providerId, IChatClient client, CancellationToken cancellationToken)
    {
        if (client.GetService(typeof(IModelSource)) is not IModelSource source)
        {
            return null;
        }

        using var patience = new CancellationTokenSource(s_listPatience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await source.ListModelsAsync(either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ProviderException(
                ErrorCodes.ProviderTimeout, $"Provider '{providerId}' did not list its models within {s_listPatience.TotalSeconds:0} s. Try again.")
            {
                Retryable = true,
            };
        }
    }

    private async Task<ProbeResult> AskAsync(IChatClient client, ProbeResult result, CancellationToken cancellationToken)
    {
        var options = new ProviderCallOptions { ModelId = result.Model, MaxOutputTokens = 1, Budget = new CallBudget(1) };
        var begun = _clock.GetTimestamp();
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Hi")], options, cancellationToken))
            {
                result = Read(result, update, begun);
            }
        }
        catch (ProviderException fault)
        {
            result = result with { Error = new ProbeError(fault.Code, fault.Message, fault.Retryable) };
        }

        return result with
        {
            Outcome = result.Error is null ? ProbeOutcome.Answered : ProbeOutcome.Failed,
            TotalMs = _clock.GetElapsedTime(begun).TotalMilliseconds,
        };
    }

    private ProbeResult Read(ProbeResult result, ChatResponseUpdate update, long begun)
    {
        var isVisible = update.Contents.Any(content => content is TextContent { Text.Length: > 0 } or TextReasoningContent { Text.Length: > 0 });
        var usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details;
        return result with
        {
            AnsweredBy = update.ModelId ?? result.AnsweredBy,
            FirstTokenMs = result.FirstTokenMs ?? (isVisible ? _clock.GetElapsedTime(begun).TotalMilliseconds : null),
            InputTokens = usage?.InputTokenCount ?? result.InputTokens,
            OutputTokens = usage?.OutputTokenCount ?? result.OutputTokens,
        };
    }
}
