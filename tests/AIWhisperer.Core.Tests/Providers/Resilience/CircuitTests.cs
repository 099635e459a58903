using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.Resilience;

public sealed class CircuitTests
{
    private static readonly Task s_never = new TaskCompletionSource().Task;
    private static readonly TimeSpan s_break = TimeSpan.FromSeconds(30);

    private Exception? _fault = Answers.Fault();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Circuit_OfAProviderThatFails_OpensAtTheTenthCall()
    {
        await using var stage = ProviderStage.Of(Wire);

        await stage.FailAsync(9);
        Assert.Equal(ProviderCircuit.Closed, stage.Activity.Circuit);
        await stage.FailAsync();
        stage.Clock.Advance(TimeSpan.FromSeconds(10));
        var budget = new CallBudget(1);
        var refusal = await stage.FailAsync(new ProviderCallOptions { Budget = budget });

        Assert.Equal(
            (ErrorCodes.ProviderCircuitOpen, true, TimeSpan.FromSeconds(20)), (refusal.Code, refusal.Retryable, refusal.RetryAfter));
        Assert.Contains("20 s", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(10, stage.Wire.Calls);
        Assert.True(budget.HasAnother);
        Assert.Equal(
            (ProviderCircuit.Open, stage.Clock.GetUtcNow() + TimeSpan.FromSeconds(20), 10, 10),
            (stage.Activity.Circuit, stage.Activity.OpenUntil, stage.Activity.Calls, stage.Activity.Failures));
        Assert.Equal(ErrorCodes.ProviderUnavailable, stage.Activity.LastError!.Code);
    }

    [Theory]
    [InlineData(5, ProviderCircuit.Open)]
    [InlineData(6, ProviderCircuit.Closed)]
    public async Task Circuit_OfAProviderThatOftenAnswers_MindsTheShare(int answers, ProviderCircuit expected)
    {
        await using var stage = ProviderStage.Of(Wire);

        _fault = null;
        for (var call = 0; call < answers; call++)
        {
            await stage.ReadAsync();
        }

        _fault = Answers.Fault();
        await stage.FailAsync(5);

        Assert.Equal(expected, stage.Activity.Circuit);
    }

    [Theory]
    [InlineData(ErrorCodes.ProviderRateLimited, 429, false)]
    [InlineData(ErrorCodes.ProviderAuthentication, 401, false)]
    [InlineData(ErrorCodes.ProviderAuthentication, null, false)]
    [InlineData(ErrorCodes.ProviderRejected, 400, false)]
    [InlineData(ErrorCodes.ProviderContextLength, null, false)]
    [InlineData(ErrorCodes.ProviderUnavailable, 408, true)]
    [InlineData(ErrorCodes.ProviderUnavailable, 425, true)]
    [InlineData(ErrorCodes.ProviderUnavailable, 502, true)]
    [InlineData(ErrorCodes.ProviderUnavailable, null, true)]
    [InlineData(ErrorCodes.ProviderTimeout, null, true)]
    [InlineData(ErrorCodes.ProviderTruncated, null, true)]
    [InlineData(ErrorCodes.ProviderMalformed, null, true)]
    public async Task Fault_BeforeOrWithinAnAnswer_CountsWhenItIsTheProviders(string code, int? status, bool opens)
    {
        _fault = Answers.Fault(code, status);
        await using var before = ProviderStage.Of(Wire);
        await using var within = ProviderStage.Of((_, _) => Answers.Fail(_fault, Answers.Text("Hel")));

        await before.FailAsync(20);
        await within.FailAsync(20);

        var expected = opens ? ProviderCircuit.Open : ProviderCircuit.Closed;
        Assert.Equal((expected, expected), (before.Activity.Circuit, within.Activity.Circuit));
    }

    [Fact]
    public async Task Failures_OfAnEarlierWindow_AreForgotten()
    {
        await using var stage = ProviderStage.Of(Wire);

        await stage.FailAsync(9);
        stage.Clock.Advance(TimeSpan.FromSeconds(34));
        await stage.FailAsync(9);

        Assert.Equal(ProviderCircuit.Closed, stage.Activity.Circuit);
    }

    [Fact]
    public async Task Probe_UnderARaceOf50Callers_IsOneCall()
    {
        await using var stage = ProviderStage.Of(Wire);
        await stage.FailAsync(10);
        stage.Clock.Advance(s_break);
        using var start = new Barrier(50);

        var refusals = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Factory.StartNew(
            async () =>
            {
                start.SignalAndWait(Token);
                return await stage.FailAsync();
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        Assert.Equal(11, stage.Wire.Calls);
        Assert.Equal(49, refusals.Count(refusal => refusal.Code == ErrorCodes.ProviderCircuitOpen));
        Assert.Equal(ProviderCircuit.Open, stage.Activity.Circuit);
    }

    [Fact]
    public async Task Probe_ThatSucceeds_ClosesTheCircuit()
    {
        await using var stage = ProviderStage.Of(Wire);
        await stage.FailAsync(10);
        stage.Clock.Advance(s_break);
        _fault = null;

        Assert.Equal(["Hello"], await stage.ReadAsync());
        Assert.Equal(["Hello"], await stage.ReadAsync());

        Assert.Equal((ProviderCircuit.Closed, null), (stage.Activity.Circuit, stage.Activity.OpenUntil));
    }

    [Fact]
    public async Task Probe_ThatFails_OpensTheCircuitAgain()
    {
        await using var stage = ProviderStage.Of(Wire);
        await stage.FailAsync(10);
        stage.Clock.Advance(s_break);

        await stage.FailAsync();
        stage.Clock.Advance(s_break - TimeSpan.FromSeconds(1));

        Assert.Equal(ErrorCodes.ProviderCircuitOpen, (await stage.FailAsync()).Code);
        Assert.Equal(11, stage.Wire.Calls);
    }

    [Fact]
    public async Task Probe_WithItsFirstToken_LetsOthersPassWhileItGoesOn()
    {
        var end = new TaskCompletionSource();
        await using var stage = ProviderStage.Of((call, token) => call switch
        {
            <= 10 => Answers.Fail(Answers.Fault()),
            11 => Answers.Hold(end.Task, token, Answers.Text("Hel")),
            _ => Answers.Of(Answers.Text("Hello")),
        });
        await stage.FailAsync(10);
        stage.Clock.Advance(s_break);
        await using var probe = stage.Stream().GetAsyncEnumerator(Token);

        Assert.True(await probe.MoveNextAsync());
        Assert.Equal(["Hello"], await stage.ReadAsync());

        end.SetResult();
        Assert.True(await probe.MoveNextAsync());
        Assert.Equal("end", probe.Current.Text);
    }

    [Fact]
    public async Task Probe_CancelledBeforeItToldAnything_LeavesTheCircuitOpen()
    {
        using var caller = new CancellationTokenSource();
        await using var stage = ProviderStage.Of((call, token) => call switch
        {
            <= 10 => Answers.Fail(Answers.Fault()),
            11 => Answers.Hold(s_never, token),
            _ => Answers.Of(Answers.Text("Hello")),
        });
        await stage.FailAsync(10);
        stage.Clock.Advance(s_break);
        await using var probe = stage.Stream(cancellationToken: caller.Token).GetAsyncEnumerator(Token);

        var next = probe.MoveNextAsync();
        Assert.Equal(ProviderCircuit.HalfOpen, stage.Activity.Circuit);
        Assert.Equal(ErrorCodes.ProviderCircuitOpen, (await stage.FailAsync()).Code);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);

        Assert.Equal(ErrorCodes.ProviderCircuitOpen, (await stage.FailAsync()).Code);
        Assert.Equal((ProviderCircuit.Open, 11), (stage.Activity.Circuit, stage.Wire.Calls));
        stage.Clock.Advance(s_break);
        Assert.Equal(["Hello"], await stage.ReadAsync());
    }

    [Fact]
    public async Task CancelledCalls_OfAnOpenOrClosedCircuit_CountNeitherWay()
    {
        await using var stage = ProviderStage.Of((call, token) => call is > 9 and <= 29
            ? Answers.Hold(s_never, token, Answers.Text("Hel"))
            : Answers.Fail(Answers.Fault()));
        await stage.FailAsync(9);
        for (var call = 0; call < 20; call++)
        {
            await foreach (var _ in stage.Stream())
            {
                break;
            }
        }

        Assert.Equal(ProviderCircuit.Closed, stage.Activity.Circuit);
        await stage.FailAsync();

        Assert.Equal(ProviderCircuit.Open, stage.Activity.Circuit);
    }

    [Fact]
    public async Task Circuit_OfAProviderWithTheSameHostAndBounds_OutlivesAReload()
    {
        await using var stage = ProviderStage.Of(Wire);
        await stage.FailAsync(10);

        stage.Reload();
        Assert.Equal(ErrorCodes.ProviderCircuitOpen, (await stage.FailAsync()).Code);

        stage.Reload("models: [model-a]");
        Assert.Equal(ErrorCodes.ProviderCircuitOpen, (await stage.FailAsync()).Code);

        stage.Reload("limits: { max_concurrent_calls: 5 }");
        Assert.Equal(ErrorCodes.ProviderUnavailable, (await stage.FailAsync()).Code);
        Assert.Equal((11, 11), (stage.Activity.Calls, stage.Activity.Failures));
    }

    [Fact]
    public async Task Circuit_OnAClockThatIsSetBack_IsOpenNoLonger()
    {
        await using var stage = ProviderStage.Of(Wire);
        await stage.FailAsync(10);
        _fault = null;

        stage.Clock.SetWallClock(TimeSpan.FromHours(-1));
        stage.Clock.Advance(s_break);

        Assert.Equal(["Hello"], await stage.ReadAsync());
    }

    [Fact]
    public async Task Retries_OfACallThatOpensTheCircuit_AreLeftOut()
    {
        await using var stage = ProviderStage.Of(Wire, "resilience: { retry_delay: 0 }");

        for (var call = 0; call < 50; call++)
        {
            await stage.FailAsync();
        }

        Assert.Equal(10, stage.Wire.Calls);
    }

    private IAsyncEnumerable<ChatResponseUpdate> Wire(int call, CancellationToken token) =>
        _fault is { } fault ? Answers.Fail(fault) : Answers.Of(Answers.Text("Hello"));
}
