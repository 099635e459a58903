using Polly;
using Polly.CircuitBreaker;

namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>
/// Stops calls to a provider that fails too often, and lets one call probe after a while. Thread-safe. A call's passage spans its whole
/// stream, so that what goes wrong in the midst of an answer counts.
/// </summary>
internal sealed class Circuit
{
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<bool> _pipeline;
    private readonly SteadyClock _clock;
    private readonly string _providerId;
    private long _openUntilTicks;

    public Circuit(ProviderDefinition provider, TimeProvider clock)
    {
        _providerId = provider.Id;
        _clock = new SteadyClock(clock);
        var settings = provider.Resilience;
        _pipeline = new ResiliencePipelineBuilder<bool> { TimeProvider = _clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<bool>
            {
                FailureRatio = settings.BreakerFailureRatio,
                MinimumThroughput = settings.BreakerMinimumCalls,
                SamplingDuration = settings.BreakerWindow,
                BreakDuration = settings.BreakerOpenFor,
                ShouldHandle = static call => ValueTask.FromResult(!call.Outcome.Result),
                OnOpened = opened =>
                {
                    Volatile.Write(ref _openUntilTicks, (_clock.GetUtcNow() + opened.BreakDuration).UtcTicks);
                    return ValueTask.CompletedTask;
                },
                StateProvider = _state,
            })
            .Build();
    }

    public ProviderCircuit State => _state.CircuitState switch
    {
        CircuitState.Closed => ProviderCircuit.Closed,
        CircuitState.HalfOpen => ProviderCircuit.HalfOpen,
        _ => ProviderCircuit.Open,
    };

    /// <summary>How long no call passes yet; zero when the next one may.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = new TimeSpan(Volatile.Read(ref _openUntilTicks) - _clock.GetUtcNow().UtcTicks);
            return State == ProviderCircuit.Open && left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Whether a call would be refused now.</summary>
    public bool Refuses => State == ProviderCircuit.HalfOpen || Left > TimeSpan.Zero;

    /// <exception cref="ProviderException">The circuit is open, or another call probes (<see cref="ErrorCodes.ProviderCircuitOpen"/>).</exception>
    public void ThrowIfRefuses()
    {
        if (Refuses)
        {
            throw Refusal();
        }
    }

    /// <exception cref="ProviderException">The circuit is open, or another call probes (<see cref="ErrorCodes.ProviderCircuitOpen"/>).</exception>
    public CircuitPass Enter()
    {
        // The breaker decides before it first waits for anything.
        var pass = new CircuitPass(this);
        pass.Begin(RunAsync(pass));
        return pass.IsAdmitted ? pass : throw Refusal();
    }

    private async Task<Outcome<bool>> RunAsync(CircuitPass pass)
    {
        var context = ResilienceContextPool.Shared.Get(CancellationToken.None);
        try
        {
            return await _pipeline.ExecuteOutcomeAsync(
                static async (_, call) => Outcome.FromResult(await call.Pass.AdmitAsync(call.Circuit.State == ProviderCircuit.HalfOpen)),
                context,
                (Circuit: this, Pass: pass));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ProviderException Refusal()
    {
        // While a probe is under way nobody knows how long it takes.
        var left = Left > TimeSpan.FromSeconds(1) ? Left : TimeSpan.FromSeconds(1);
        return new ProviderException(
            ErrorCodes.ProviderCircuitOpen,
            $"Provider '{_providerId}' failed too often lately and is left alone for another {Math.Ceiling(left.TotalSeconds):0} s. "
            + "Try again then, or give the agent fallbacks (ai_config.fallbacks).")
        {
            Retryable = true,
            RetryAfter = left,
        };
    }
}
