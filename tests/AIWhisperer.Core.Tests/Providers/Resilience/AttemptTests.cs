using AIWhisperer.Core.Providers;
using AIWhisperer.TestHarness.Faults;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.Resilience;

public sealed class AttemptTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_FailedBeforeTheAnswer_IsMadeAgainAndToldSo()
    {
        await using var stage = await ProviderStage.StartAsync();
        stage.Upstream
            .Script(ProviderStage.Model, reply => reply.Error(503, "Down."))
            .Script(ProviderStage.Model, reply => reply.Error(529, "Overloaded."))
            .Script(ProviderStage.Model, reply => reply.Texts("Hello", " there"));

        Assert.Equal(["retry after 1", "retry after 2", "Hello", " there"], await stage.ReadAsync());
        Assert.Equal((3, 2), (stage.Activity.Calls, stage.Activity.Failures));
    }

    [Fact]
    public async Task Call_ThatAlwaysFails_IsMadeThreeTimes()
    {
        await using var stage = await ProviderStage.StartAsync();
        stage.Upstream.ScriptAlways(ProviderStage.Model, reply => reply.Error(500, "Down."));

        var fault = await stage.FailAsync();

        Assert.Equal((ErrorCodes.ProviderUnavailable, 500), (fault.Code, fault.Status));
        Assert.Equal(3, stage.Upstream.Requests.Count);
    }

    [Fact]
    public async Task RetryAfter_OfASecond_IsWaitedFor()
    {
        await using var stage = await ProviderStage.StartAsync("models: [model-a]");
        stage.Upstream
            .Script(ProviderStage.Model, reply => reply.Header("Retry-After", "1").Error(429, "Slow down."))
            .Script(ProviderStage.Model, reply => reply.Text("Hello"));
        await using var updates = stage.Stream().GetAsyncEnumerator(Token);

        Assert.True(await updates.MoveNextAsync());
        var notice = Assert.IsType<RetryNotice>(Assert.Single(updates.Current.Contents));
        var next = updates.MoveNextAsync();
        await stage.Clock.WaitForTimersAsync(1, Token);
        stage.Clock.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Single(stage.Upstream.Requests);
        stage.Clock.Advance(TimeSpan.FromSeconds(0.001));

        Assert.True(await next);
        Assert.Equal("Hello", updates.Current.Text);
        Assert.Equal(
            ("test", 1, TimeSpan.FromSeconds(1), ErrorCodes.ProviderRateLimited),
            (notice.ProviderId, notice.Attempt, notice.Delay, notice.Cause.Code));
    }

    [Fact]
    public async Task RetryAfter_OfTwoMinutes_FailsAtOnce()
    {
        await using var stage = await ProviderStage.StartAsync();
        stage.Upstream.ScriptAlways(ProviderStage.Model, reply => reply.Header("Retry-After", "120").Error(429, "Slow down."));

        var fault = await stage.FailAsync();

        Assert.Equal((ErrorCodes.ProviderRateLimited, TimeSpan.FromMinutes(2)), (fault.Code, fault.RetryAfter));
        Assert.Single(stage.Upstream.Requests);
    }

    [Theory]
    [InlineData(401, null)]
    [InlineData(403, null)]
    [InlineData(400, null)]
    [InlineData(400, "context_length_exceeded")]
    [InlineData(404, "model_not_found")]
    [InlineData(429, "insufficient_quota")]
    public async Task Call_RefusedForGood_IsNotMadeAgain(int status, string? code)
    {
        await using var stage = await ProviderStage.StartAsync();
        stage.Upstream.ScriptAlways(ProviderStage.Model, reply => reply.Error(status, "No.", code));

        Assert.Equal(status, (await stage.FailAsync()).Status);

        Assert.Single(stage.Upstream.Requests);
    }

    [Fact]
    public async Task Connection_ClosedBeforeTheHeaders_IsTriedAgain()
    {
        FaultProxy? proxy = null;
        await using var stage = await ProviderStage.StartAsync(address: url =>
        {
            proxy = FaultProxy.Start(url);
            proxy.Plan = number => number == 0 ? FaultPlan.DropReply : FaultPlan.None;
            return proxy.Address;
        });
        await using var _ = proxy;
        stage.Upstream.ScriptAlways(ProviderStage.Model, reply => reply.Text("Hello"));

        Assert.Equal(["retry after 1", "Hello"], await stage.ReadAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Error_WithinAStream_IsTriedAgainUntilSomethingIsVisible(bool isVisible)
    {
        await using var stage = await ProviderStage.StartAsync();
        stage.Upstream
            .Script(ProviderStage.Model, reply => reply.Text(isVisible ? "Hel" : "").Event("""{"error":{"message":"Down.","code":502}}"""))
            .Script(ProviderStage.Model, reply => reply.Text("Hello"));

        if (isVisible)
        {
            Assert.Equal(502, (await stage.FailAsync()).Status);
        }
        else
        {
            Assert.Equal(["retry after 1", "Hello"], await stage.ReadAsync());
        }
    }

    [Fact]
    public async Task Answer_CutAfterItsFirstToken_IsPassedOnAndNotAskedForAgain()
    {
        await using var stage = await ProviderStage.StartAsync();
        stage.Upstream.ScriptAlways(ProviderStage.Model, reply => reply.Texts("Hel", "lo").Cut());
        var read = new List<string>();

        var fault = await Assert.ThrowsAsync<ProviderException>(async () =>
        {
            await foreach (var update in stage.Stream())
            {
                read.Add(update.Text);
            }
        });

        Assert.Equal(("Hello", ErrorCodes.ProviderTruncated), (string.Concat(read), fault.Code));
        Assert.Single(stage.Upstream.Requests);
    }

    [Fact]
    public async Task Answer_WithoutAnything_IsAnAnswer()
    {
        await using var stage = await ProviderStage.StartAsync();
        stage.Upstream.ScriptAlways(ProviderStage.Model, reply => reply.Finish("content_filter"));

        var response = await stage.Catalog.GetClient("test").GetResponseAsync([], new ChatOptions { ModelId = ProviderStage.Model }, Token);

        Assert.Equal(("", ChatFinishReason.ContentFilter), (response.Text, response.FinishReason));
        Assert.Single(stage.Upstream.Requests);
    }

    [Fact]
    public async Task FailedAttempt_ThatToldUsage_LeavesNoTrace()
    {
        await using var stage = ProviderStage.Of(
            (call, _) => call == 1
                ? Answers.Fail(Answers.Fault(), new ChatResponseUpdate { Contents = [new UsageContent(new() { InputTokenCount = 7 })] })
                : Answers.Of(Answers.Text("Hello")),
            "resilience: { retry_delay: 0 }");

        var response = await stage.Catalog.GetClient("test").GetResponseAsync([], null, Token);

        Assert.Equal("Hello", response.Text);
        Assert.Null(response.Usage);
        Assert.IsType<TextContent>(Assert.Single(Assert.Single(response.Messages).Contents));
    }

    [Theory]
    [InlineData(5, 0, 3)]
    [InlineData(2, 0, 2)]
    [InlineData(3, 1, 2)]
    [InlineData(0, 0, 1)]
    public async Task Budget_OfTheCall_IsKept(int attempts, int reserved, int made)
    {
        await using var stage = ProviderStage.Of((_, _) => Answers.Fail(Answers.Fault()), "resilience: { retry_delay: 0 }");

        await stage.FailAsync(new ProviderCallOptions { Budget = new CallBudget(attempts) { Reserved = reserved } });

        Assert.Equal(made, stage.Wire.Calls);
    }

    [Fact]
    public async Task Cancel_WhileARetryIsAwaited_EndsTheCall()
    {
        using var caller = new CancellationTokenSource();
        await using var stage = await ProviderStage.StartAsync("resilience: { retry_delay: 10 }");
        stage.Upstream.ScriptAlways(ProviderStage.Model, reply => reply.Error(503, "Down."));
        await using var updates = stage.Stream(cancellationToken: caller.Token).GetAsyncEnumerator(Token);

        Assert.True(await updates.MoveNextAsync());
        var next = updates.MoveNextAsync();
        await stage.Clock.WaitForTimersAsync(1, Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        Assert.Single(stage.Upstream.Requests);
    }

    [Fact]
    public async Task Reader_WhoLeavesWhileARetryIsAwaited_EndsTheCall()
    {
        await using var stage = await ProviderStage.StartAsync("resilience: { retry_delay: 10 }, limits: { max_concurrent_calls: 1 }");
        stage.Upstream.Script(ProviderStage.Model, reply => reply.Error(503, "Down."));

        await foreach (var update in stage.Stream())
        {
            Assert.IsType<RetryNotice>(Assert.Single(update.Contents));
            break;
        }

        Assert.Equal((0, 0), (stage.Activity.RunningCalls, stage.Activity.WaitingCalls));
        Assert.Single(stage.Upstream.Requests);
    }

    [Fact]
    public async Task Cancel_InMidStream_AbortsTheRequest()
    {
        using var caller = new CancellationTokenSource();
        await using var stage = await ProviderStage.StartAsync();
        stage.Upstream.ScriptAlways(ProviderStage.Model, reply => reply.Text("Hel").Hold());
        await using var updates = stage.Stream(cancellationToken: caller.Token).GetAsyncEnumerator(Token);
        while (await updates.MoveNextAsync() && updates.Current.Text.Length == 0)
        {
        }

        var next = updates.MoveNextAsync();
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        await (await stage.Upstream.NextRequestAsync(Token)).Aborted.WaitAsync(Token);
        Assert.Equal((1, 0, 0), (stage.Activity.Calls, stage.Activity.Failures, stage.Activity.RunningCalls));
    }
}
