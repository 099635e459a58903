using AIWhisperer.Core.Providers;

namespace AIWhisperer.Core.Tests.Providers.Resilience;

/// <summary>Only the probe says whether the provider works again.</summary>
public sealed class StaleVerdictTests
{
    private static readonly Task s_never = new TaskCompletionSource().Task;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_BegunBeforeTheCircuitOpened_DoesNotCloseItInTheProbesPlace()
    {
        var end = new TaskCompletionSource();
        await using var stage = ProviderStage.Of((call, token) => call switch
        {
            1 => Answers.Hold(end.Task, token, Answers.Text("Hel")),
            12 => Answers.Hold(s_never, token),
            _ => Answers.Fail(Answers.Fault()),
        });
        await using var old = stage.Stream().GetAsyncEnumerator(Token);
        Assert.True(await old.MoveNextAsync());
        await stage.FailAsync(10);
        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        using var caller = new CancellationTokenSource();
        var probe = stage.Stream(cancellationToken: caller.Token).GetAsyncEnumerator(Token).MoveNextAsync().AsTask();
        Assert.Equal(ProviderCircuit.HalfOpen, stage.Activity.Circuit);

        end.SetResult();
        while (await old.MoveNextAsync())
        {
        }

        var state = stage.Activity.Circuit;
        var meanwhile = await stage.FailAsync();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);

        Assert.Equal((ProviderCircuit.HalfOpen, ErrorCodes.ProviderCircuitOpen, 12), (state, meanwhile.Code, stage.Wire.Calls));
    }

    [Fact]
    public async Task Failures_ForWhateverReason_AreCounted()
    {
        await using var stage = ProviderStage.Of((_, _) => Answers.Fail(new InvalidOperationException("A defect of the wire.")));

        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.ReadAsync());

        Assert.Equal((1, 1), (stage.Activity.Calls, stage.Activity.Failures));
    }
}
