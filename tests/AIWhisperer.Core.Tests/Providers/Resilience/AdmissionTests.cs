using AIWhisperer.Core.Providers;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Core.Tests.Providers.Resilience;

/// <summary>The limits of a provider as its callers meet them.</summary>
public sealed class AdmissionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Place_OfACall_IsHeldForTheWholeStream()
    {
        await using var stage = await ProviderStage.StartAsync("limits: { max_concurrent_calls: 1 }");
        var gate = new UpstreamGate();
        stage.Upstream.Script(ProviderStage.Model, reply => reply.Text("Hel").Gate(gate).Text("lo"));
        await using var first = stage.Stream().GetAsyncEnumerator(Token);
        Assert.True(await first.MoveNextAsync());
        await using var second = stage.Stream().GetAsyncEnumerator(Token);

        Assert.True(await second.MoveNextAsync());
        var notice = Assert.IsType<WaitNotice>(Assert.Single(second.Current.Contents));
        Assert.Equal(("test", 1), (notice.WaitsFor, notice.Position));
        Assert.Equal((1, 1), (stage.Activity.RunningCalls, stage.Activity.WaitingCalls));
        Assert.Single(stage.Upstream.Requests);

        gate.Open();
        while (await first.MoveNextAsync())
        {
        }

        Assert.True(await second.MoveNextAsync());
        Assert.StartsWith("model-a", second.Current.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Place_OfACallThatIsTriedAgain_IsFreeMeanwhile()
    {
        await using var stage = await ProviderStage.StartAsync("limits: { max_concurrent_calls: 1 }, resilience: { retry_delay: 10 }");
        stage.Upstream
            .Script(ProviderStage.Model, reply => reply.Error(503, "Down."))
            .Script(ProviderStage.Model, reply => reply.Text("other"));
        await using var failing = stage.Stream().GetAsyncEnumerator(Token);
        Assert.True(await failing.MoveNextAsync());
        Assert.IsType<RetryNotice>(Assert.Single(failing.Current.Contents));

        Assert.Equal(["other"], await stage.ReadAsync());
    }

    [Fact]
    public async Task Agents_ThatShareAProvider_AreServedInRotation()
    {
        await using var stage = await ProviderStage.StartAsync("limits: { max_concurrent_calls: 1 }");
        var gate = new UpstreamGate();
        stage.Upstream.Script(ProviderStage.Model, reply => reply.Text("Hel").Gate(gate).Text("lo"));
        await using var first = stage.Stream().GetAsyncEnumerator(Token);
        Assert.True(await first.MoveNextAsync());

        var alice = Enumerable.Range(0, 3).Select(_ => stage.ReadAsync(new ProviderCallOptions { AgentId = "alice" })).ToList();
        var debbie = stage.ReadAsync(new ProviderCallOptions { AgentId = "debbie" });
        gate.Open();
        while (await first.MoveNextAsync())
        {
        }

        await Task.WhenAll([.. alice, debbie]);
        Assert.Equal("place 2", (await debbie)[0]);
    }

    [Fact]
    public async Task Call_BeyondTheLimit_IsBusyAndNoFailureOfTheProvider()
    {
        await using var stage = await ProviderStage.StartAsync("limits: { max_concurrent_calls: 1, max_waiting_calls: 0 }");
        stage.Upstream.Script(ProviderStage.Model, reply => reply.Text("Hel").Hold());
        await using var first = stage.Stream().GetAsyncEnumerator(Token);
        Assert.True(await first.MoveNextAsync());

        var refusal = await stage.FailAsync();

        Assert.Equal(ErrorCodes.ProviderBusy, refusal.Code);
        Assert.Equal((1, 0, null), (stage.Activity.Calls, stage.Activity.Failures, stage.Activity.LastError));
    }

    [Fact]
    public async Task Tokens_ThatAnAnswerUsed_CountForTheNext()
    {
        await using var stage = await ProviderStage.StartAsync("limits: { tokens_per_minute: 100 }");
        stage.Upstream
            .Script(ProviderStage.Model, reply => reply.Text("Hello").Usage(50, 60))
            .Script(ProviderStage.Model, reply => reply.Text("again"));
        Assert.Equal(["Hello"], await stage.ReadAsync());
        await using var second = stage.Stream().GetAsyncEnumerator(Token);

        Assert.True(await second.MoveNextAsync());
        Assert.IsType<WaitNotice>(Assert.Single(second.Current.Contents));
        var next = second.MoveNextAsync();
        stage.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(stage.Upstream.Requests);
        stage.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await next);
        Assert.Equal("again", second.Current.Text);
    }

    [Fact]
    public async Task Calls_ThatWaitWhenTheCircuitOpens_AreRefusedWithoutACall()
    {
        var failed = new TaskCompletionSource();
        await using var stage = ProviderStage.Of(
            (call, token) => call == 10 ? Answers.Hold(failed.Task, token) : Answers.Fail(Answers.Fault()),
            "resilience: { max_attempts: 1 }, limits: { max_concurrent_calls: 1 }");
        await stage.FailAsync(9);
        var last = stage.FailAsync();
        var waiting = Enumerable.Range(0, 5).Select(_ => stage.FailAsync()).ToList();
        Assert.Equal(5, stage.Activity.WaitingCalls);

        failed.SetException(Answers.Fault());

        Assert.Equal(ErrorCodes.ProviderUnavailable, (await last).Code);
        Assert.All(await Task.WhenAll(waiting), refusal => Assert.Equal(ErrorCodes.ProviderCircuitOpen, refusal.Code));
        Assert.Equal(10, stage.Wire.Calls);
    }
}
