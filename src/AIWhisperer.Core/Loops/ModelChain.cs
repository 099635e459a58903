using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>
/// An agent's models, for one turn: when the one that answers fails, the next that can be called takes over, and answers what follows in
/// the turn. Each change is told by a <see cref="FallbackNotice"/> among the updates. Thread-safe.
/// </summary>
internal sealed class ModelChain : IModelChain
{
    /// <summary>The fewest attempts that a call has over all its models.</summary>
    private const int LeastBudget = 3;

    private const string GoOn =
        "The connection broke there. Go on exactly where your text ends. Repeat nothing of it, and say nothing about the break.";

    private readonly LoopKey _key;
    private readonly AILoopConfig _config;
    private readonly ProviderCatalog _providers;
    private readonly UsageMeter _meter;
    private int _current;

    /// <param name="key">The loop that calls.</param>
    /// <param name="config">Names the models.</param>
    /// <param name="first">Which of them is called first.</param>
    /// <param name="reason">Why it is not the first of all; null when it is.</param>
    /// <param name="providers">Gives a client for each.</param>
    /// <param name="meter">Is told what each call took.</param>
    public ModelChain(LoopKey key, AILoopConfig config, int first, string? reason, ProviderCatalog providers, UsageMeter meter)
    {
        _key = key;
        _config = config;
        _current = first;
        _providers = providers;
        _meter = meter;
        Reason = reason;
    }

    public ModelReference Current => _config.Models[Volatile.Read(ref _current)];

    public string? Reason { get; }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> original = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var conversation = original;
        var keptText = "";
        var isSeen = false;
        var at = Volatile.Read(ref _current);
        var budget = NewBudget(at);

        // Only a text can be gone on with: reasoning alone, or a tool call that was seen, is begun anew.
        while (true)
        {
            budget.Reserved = _config.Models.Skip(at + 1).Count(IsUsable);
            var made = budget.Made;
            var call = new MeteredCall(_config.Models[at], keepsText: _config.OnBrokenReply == BrokenReplyPolicy.Continue);
            ProviderException? failure = null;
            var isWhole = false;
            IAsyncEnumerator<ChatResponseUpdate>? updates = null;
            try
            {
                while (true)
                {
                    try
                    {
                        updates ??= StreamAsync(call.Model, conversation, options, budget).GetAsyncEnumerator(cancellationToken);
                        isWhole = !await updates.MoveNextAsync();
                        if (isWhole)
                        {
                            break;
                        }
                    }
                    catch (ProviderException exception)
                    {
                        failure = exception;
                        break;
                    }

                    Screen(updates.Current);
                    call.Take(updates.Current);
                    yield return updates.Current;
                }
            }
            finally
            {
                await (updates?.DisposeAsync() ?? ValueTask.CompletedTask);
                _meter.Add(call, isWhole, budget.Made - made, conversation, options);
            }

            if (failure is null)
            {
                yield break;
            }

            if (budget.IsSpent || Next(at, failure) is not { } next)
            {
                ExceptionDispatchInfo.Throw(failure);
                yield break;
            }

            isSeen |= call.HasVisible;
            keptText = call.HasToolCalls ? "" : keptText + call.Text;
            conversation = keptText.Length == 0
                ? original
                : [.. original, new ChatMessage(ChatRole.Assistant, keptText), new ChatMessage(ChatRole.User, GoOn)];
            var partial = keptText.Length > 0 ? BrokenReplyPolicy.Continue : isSeen ? BrokenReplyPolicy.Restart : (BrokenReplyPolicy?)null;
            isSeen = keptText.Length > 0;
            at = next;
            yield return new ChatResponseUpdate { Contents = [new FallbackNotice(call.Model, _config.Models[next], failure, partial)] };
            Volatile.Write(ref _current, next);
        }
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        WholeReply.ReadAsync(GetStreamingResponseAsync(messages, options, cancellationToken));

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static void Screen(ChatResponseUpdate update)
    {
        // By index: an enumerator would be one allocation for every token.
        for (var index = 0; index < update.Contents.Count; index++)
        {
            if (update.Contents[index] is FunctionCallContent call)
            {
                ToolArguments.Screen(call);
            }
        }
    }

    private CallBudget NewBudget(int first)
    {
        var settings = _providers.Current.Providers.GetValueOrDefault(_config.Models[first].Provider)?.Resilience;
        return new CallBudget(Math.Max(LeastBudget, settings?.MaxAttempts ?? 0));
    }

    /// <exception cref="ProviderException">The provider is gone: a reload may take it away between two calls of a turn.</exception>
    private IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        ModelReference model, IReadOnlyList<ChatMessage> conversation, ChatOptions? options, CallBudget budget)
    {
        var call = new ProviderCallOptions(options)
        {
            ModelId = model.Model,
            SessionId = _key.SessionId,
            AgentId = _key.AgentId,
            Timeout = _config.Timeout,
            Budget = budget,
        };
        return _providers.GetClient(model.Provider).GetStreamingResponseAsync(conversation, call);
    }

    private bool IsUsable(ModelReference model) => _providers.Status(model.Provider).IsAvailable;

    private int? Next(int at, ProviderException failure)
    {
        for (var next = at + 1; next < _config.Models.Length; next++)
        {
            if (IsUsable(_config.Models[next]) && CouldHelp(failure, _config.Models[at], _config.Models[next]))
            {
                return next;
            }
        }

        return null;
    }

    /// <summary>
    /// A conversation that is too long goes only to a model that is known to take a longer one; what one provider's filter refuses is not
    /// carried to the next until one lets it pass; a conversation that is not on a cassette is on it for no model.
    /// </summary>
    private bool CouldHelp(ProviderException failure, ModelReference from, ModelReference to) => failure.Code switch
    {
        ErrorCodes.ProviderContentFilter or ErrorCodes.ProviderCassetteMismatch => false,
        ErrorCodes.ProviderContextLength => ContextWindow(to) > ContextWindow(from),
        _ => true,
    };

    private int? ContextWindow(ModelReference model) => _providers.FactsOf(model.Provider, model.Model).ContextWindow;
}
