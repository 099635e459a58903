using Polly;
using Polly.Retry;

namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>Makes a call again when it failed before anything of its answer was visible. Thread-safe.</summary>
internal sealed class Attempts
{
    private static readonly ResiliencePropertyKey<ModelCall> s_call = new("call");

    private readonly ResiliencePipeline<AnswerStream> _pipeline;

    /// <param name="provider">Whose calls they are.</param>
    /// <param name="circuit">While it is open, another attempt is no use.</param>
    /// <param name="clock">Drives the waits.</param>
    public Attempts(ProviderDefinition provider, Circuit circuit, TimeProvider clock)
    {
        var settings = provider.Resilience;
        _pipeline = settings.MaxAttempts == 1 ? ResiliencePipeline<AnswerStream>.Empty : new ResiliencePipelineBuilder<AnswerStream> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<AnswerStream>
            {
                MaxRetryAttempts = settings.MaxAttempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = settings.RetryDelay,
                ShouldHandle = attempt => ValueTask.FromResult(
                    attempt.Outcome.Exception is ProviderException fault
                    && MayHelp(fault, settings)
                    && !circuit.Refuses
                    && CallOf(attempt.Context).MayTryAgain),
                DelayGenerator = attempt => ValueTask.FromResult(
                    attempt.Outcome.Exception is ProviderException { RetryAfter: { } wait } && wait > TimeSpan.Zero ? wait : (TimeSpan?)null),
                OnRetry = attempt =>
                {
                    var cause = (ProviderException)attempt.Outcome.Exception!;
                    CallOf(attempt.Context).Tell(new RetryNotice(provider.Id, attempt.AttemptNumber + 1, attempt.RetryDelay, cause));
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Makes attempts until one gives the beginning of an answer, or none may follow.</summary>
    public async Task<AnswerStream> RunAsync(
        ModelCall call, Func<ModelCall, CancellationToken, ValueTask<AnswerStream>> attempt, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(s_call, call);
        try
        {
            return await _pipeline.ExecuteAsync(
                static (context, attempt) => attempt(CallOf(context), context.CancellationToken), context, attempt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ModelCall CallOf(ResilienceContext context) => context.Properties.GetValue(s_call, null!);

    /// <summary>Our own refusals are no failures of the provider: they are for the caller to deal with.</summary>
    private static bool MayHelp(ProviderException fault, ResilienceSettings settings) =>
        fault is { Retryable: true, Code: not (ErrorCodes.ProviderCircuitOpen or ErrorCodes.ProviderBusy) }
        && !(fault.RetryAfter > settings.LongestRetryAfter);
}
