using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AIWhisperer.Core.Providers;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.Resilience;

public sealed class TimeLimitTests
{
    private const string OneAttempt = "resilience: { max_attempts: 1 }";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Provider_WithoutAFirstToken_IsGivenUpAfterAMinute()
    {
        await using var stage = await ProviderStage.StartAsync(OneAttempt);
        stage.Upstream.Script(ProviderStage.Model, reply => reply.Hold());
        var failing = stage.FailAsync();
        var request = await stage.Upstream.NextRequestAsync(Token);

        stage.Clock.Advance(TimeSpan.FromSeconds(59.9));
        Assert.False(failing.IsCompleted);
        stage.Clock.Advance(TimeSpan.FromSeconds(0.1));

        var fault = await failing;
        Assert.Equal((ErrorCodes.ProviderTimeout, true), (fault.Code, fault.Retryable));
        Assert.Contains("60 s (resilience.first_token_timeout)", fault.Message, StringComparison.Ordinal);
        await request.Aborted.WaitAsync(Token);
    }

    [Fact]
    public async Task Provider_ThatStallsAfterSomeTokens_IsGivenUp()
    {
        await using var stage = await ProviderStage.StartAsync(OneAttempt);
        stage.Upstream.Script(ProviderStage.Model, reply => reply.Texts("Hel", "lo").Hold());
        await using var updates = stage.Stream().GetAsyncEnumerator(Token);
        Assert.True(await updates.MoveNextAsync());
        Assert.True(await updates.MoveNextAsync());
        var next = updates.MoveNextAsync().AsTask();

        stage.Clock.Advance(TimeSpan.FromSeconds(44.9));
        Assert.False(next.IsCompleted);
        stage.Clock.Advance(TimeSpan.FromSeconds(0.1));

        var fault = await Assert.ThrowsAsync<ProviderException>(() => next);
        Assert.Equal(ErrorCodes.ProviderTimeout, fault.Code);
        Assert.Contains("45 s (resilience.silence_timeout)", fault.Message, StringComparison.Ordinal);
        await (await stage.Upstream.NextRequestAsync(Token)).Aborted.WaitAsync(Token);
        Assert.Equal((0, 1), (stage.Activity.RunningCalls, stage.Activity.Failures));
    }

    [Fact]
    public async Task FirstToken_After59Seconds_IsInTime()
    {
        await using var stage = await ProviderStage.StartAsync(OneAttempt);
        var gate = new UpstreamGate();
        stage.Upstream.Script(ProviderStage.Model, reply => reply.Gate(gate).Text("Hello"));
        var reading = stage.ReadAsync();
        await gate.Reached.WaitAsync(Token);

        stage.Clock.Advance(TimeSpan.FromSeconds(59));
        gate.Open();

        Assert.Equal(["Hello"], await reading);
    }

    [Fact]
    public async Task Stream_OfTenMinutesThatMoves_Passes()
    {
        await using var stage = await ProviderStage.StartAsync(OneAttempt);
        var gates = Enumerable.Range(0, 20).Select(_ => new UpstreamGate()).ToList();
        stage.Upstream.Script(ProviderStage.Model, reply => gates.ForEach(gate => reply.Gate(gate).Text("tick")));
        await using var updates = stage.Stream().GetAsyncEnumerator(Token);

        foreach (var gate in gates)
        {
            var next = updates.MoveNextAsync();
            await gate.Reached.WaitAsync(Token);
            stage.Clock.Advance(TimeSpan.FromSeconds(30));
            gate.Open();
            Assert.True(await next);
            Assert.Equal("tick", updates.Current.Text);
        }

        while (await updates.MoveNextAsync())
        {
        }

        Assert.Equal((1, 0), (stage.Activity.Calls, stage.Activity.Failures));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Timeout_OfTheAgent_StandsInForBothLimits(bool isVisible)
    {
        await using var stage = await ProviderStage.StartAsync(OneAttempt);
        stage.Upstream.Script(ProviderStage.Model, reply => reply.Text(isVisible ? "Hel" : "").Hold());
        await using var updates = stage.Stream(new ProviderCallOptions { Timeout = TimeSpan.FromSeconds(5) }).GetAsyncEnumerator(Token);
        var request = stage.Upstream.NextRequestAsync(Token);
        var next = updates.MoveNextAsync().AsTask();
        await request;
        if (isVisible)
        {
            Assert.True(await next);
            next = updates.MoveNextAsync().AsTask();
        }

        stage.Clock.Advance(TimeSpan.FromSeconds(5));

        var fault = await Assert.ThrowsAsync<ProviderException>(() => next);
        Assert.Contains("5 s (ai_config.timeout)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_WithoutContents_ShowsThatTheModelIsAtWork()
    {
        var asked = Channel.CreateUnbounded<int>();
        var parts = Channel.CreateUnbounded<ChatResponseUpdate>();
        await using var stage = ProviderStage.Of((_, token) => WireAsync(token), OneAttempt);
        var reading = stage.ReadAsync();

        for (var part = 0; part < 5; part++)
        {
            await asked.Reader.ReadAsync(Token);
            stage.Clock.Advance(TimeSpan.FromSeconds(40));
            parts.Writer.TryWrite(part < 4 ? new ChatResponseUpdate() : Answers.Text("Hello"));
        }

        parts.Writer.Complete();
        Assert.Equal(["Hello"], await reading);

        async IAsyncEnumerable<ChatResponseUpdate> WireAsync([EnumeratorCancellation] CancellationToken token)
        {
            asked.Writer.TryWrite(0);
            await foreach (var part in parts.Reader.ReadAllAsync(token))
            {
                yield return part;
                asked.Writer.TryWrite(0);
            }
        }
    }

    [Fact]
    public async Task Reader_WhoTakesTheirTime_IsNoSilenceOfTheProvider()
    {
        await using var stage = await ProviderStage.StartAsync(OneAttempt);
        stage.Upstream.Script(ProviderStage.Model, reply => reply.Texts("Hel", "lo"));
        var read = "";

        await foreach (var update in stage.Stream())
        {
            read += update.Text;
            stage.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal("Hello", read);
    }

    [Fact]
    public async Task Silence_BeforeTheFirstToken_IsTriedAgain()
    {
        await using var stage = await ProviderStage.StartAsync();
        stage.Upstream
            .Script(ProviderStage.Model, reply => reply.Hold())
            .Script(ProviderStage.Model, reply => reply.Text("Hello"));
        var reading = stage.ReadAsync();
        await stage.Upstream.NextRequestAsync(Token);

        stage.Clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(["retry after 1", "Hello"], await reading);
    }

    [Fact]
    public async Task Wait_ForAPlace_IsNoSilenceOfTheProvider()
    {
        await using var stage = await ProviderStage.StartAsync("limits: { max_concurrent_calls: 1, longest_wait: 600 }");
        var gate = new UpstreamGate();
        stage.Upstream.Script(ProviderStage.Model, reply => reply.Text("Hel").Gate(gate).Text("lo"));
        await using var first = stage.Stream().GetAsyncEnumerator(Token);
        Assert.True(await first.MoveNextAsync());
        await using var second = stage.Stream().GetAsyncEnumerator(Token);
        Assert.True(await second.MoveNextAsync());
        Assert.IsType<WaitNotice>(Assert.Single(second.Current.Contents));

        stage.Clock.Advance(TimeSpan.FromMinutes(5));
        gate.Open();
        while (await first.MoveNextAsync())
        {
        }

        Assert.True(await second.MoveNextAsync());
        Assert.StartsWith("model-a", second.Current.Text, StringComparison.Ordinal);
    }
}
