using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers.Resilience;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Providers.Resilience;

public sealed class GateTests
{
    private readonly ManualTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gate_WithoutLimits_LetsAllPassAtOnce()
    {
        var gate = Gate(new CallLimits());

        for (var call = 0; call < 1_000; call++)
        {
            Assert.True(EnterAsync(gate).IsCompletedSuccessfully);
        }

        using var pass = await gate.EnterAsync("a", 1_000, _ => { }, Token);
        pass.Settle(5_000);
        Assert.Equal(0, gate.Waiting);
    }

    [Fact]
    public async Task Callers_ThatWait_AreServedInRotation()
    {
        var gate = Gate(new CallLimits { MaxConcurrentCalls = 1 });
        var running = await EnterAsync(gate);
        var order = new List<string>();
        List<Task<CallPass>> waiting = [.. "aaaaabbc".Select(caller => EnterAsync(gate, caller.ToString()))];
        Assert.Equal(8, gate.Waiting);

        for (var taken = 0; taken < 8; taken++)
        {
            running.Dispose();
            running = await await Task.WhenAny(waiting);
            var index = waiting.FindIndex(task => task.IsCompleted);
            order.Add($"{"aaaaabbc"[index]}{index}");
            waiting[index] = new TaskCompletionSource<CallPass>().Task;
        }

        Assert.Equal(["a0", "b5", "c7", "a1", "b6", "a2", "a3", "a4"], order);
    }

    [Fact]
    public async Task Place_OfACallThatWaits_CountsTheRotation()
    {
        var gate = Gate(new CallLimits { MaxConcurrentCalls = 1 });
        using var running = await EnterAsync(gate);
        var places = new List<int>();

        foreach (var caller in "aaaabbc")
        {
            _ = gate.EnterAsync(caller.ToString(), 0, places.Add, Token).AsTask();
        }

        // As each came; those behind it moved back meanwhile, of which nothing is told yet.
        Assert.Equal([1, 2, 3, 4, 2, 4, 3], places);
    }

    [Fact]
    public async Task Place_ThatChanges_IsToldOnceInTwoSeconds()
    {
        var gate = Gate(new CallLimits { MaxConcurrentCalls = 1 });
        var running = await EnterAsync(gate);
        var places = new List<int>();
        var ahead = Enumerable.Range(0, 5).Select(_ => EnterAsync(gate)).ToList();
        var last = gate.EnterAsync("a", 0, places.Add, Token).AsTask();

        running.Dispose();
        (await ahead[0]).Dispose();
        (await ahead[1]).Dispose();
        var third = await ahead[2];
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal([6], places);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal([6, 3], places);
        _clock.Advance(TimeSpan.FromMinutes(0.5));
        Assert.Equal([6, 3], places);

        third.Dispose();
        (await ahead[3]).Dispose();
        (await ahead[4]).Dispose();
        (await last).Dispose();
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([6, 3], places);
    }

    [Fact]
    public async Task Cancel_OfACallThatWaits_LeavesTheQueueAtOnce()
    {
        using var caller = new CancellationTokenSource();
        var gate = Gate(new CallLimits { MaxConcurrentCalls = 1 });
        var running = await EnterAsync(gate);
        var cancelled = gate.EnterAsync("a", 0, _ => { }, caller.Token).AsTask();
        var next = EnterAsync(gate);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(1, gate.Waiting);
        running.Dispose();
        (await next).Dispose();
        Assert.True(EnterAsync(gate).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Call_CancelledBeforehand_DoesNotPass()
    {
        var gate = Gate(new CallLimits { MaxConcurrentCalls = 1 });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await gate.EnterAsync("a", 0, _ => { }, new CancellationToken(canceled: true)));

        Assert.True(EnterAsync(gate).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Call_BeyondTheMostThatWait_IsRefused()
    {
        var gate = Gate(new CallLimits { MaxConcurrentCalls = 1, MaxWaitingCalls = 2 });
        using var running = await EnterAsync(gate);
        _ = EnterAsync(gate);
        _ = EnterAsync(gate, "b");

        var refusal = await Assert.ThrowsAsync<ProviderException>(() => EnterAsync(gate, "c"));

        Assert.Equal((ErrorCodes.ProviderBusy, true), (refusal.Code, refusal.Retryable));
        Assert.Contains("limits.max_waiting_calls", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, gate.Waiting);
    }

    [Fact]
    public async Task Call_ThatWaitsTooLong_IsRefused()
    {
        var gate = Gate(new CallLimits { MaxConcurrentCalls = 1, LongestWait = TimeSpan.FromSeconds(5) });
        using var running = await EnterAsync(gate);
        var waiting = EnterAsync(gate);

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        var refusal = await Assert.ThrowsAsync<ProviderException>(() => waiting);
        Assert.Equal(ErrorCodes.ProviderBusy, refusal.Code);
        Assert.Contains("5 s (limits.longest_wait)", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, gate.Waiting);
    }

    [Fact]
    public async Task Requests_OfAnyMinute_AreNoMoreThanTheLimit()
    {
        var gate = Gate(new CallLimits { RequestsPerMinute = 2, LongestWait = TimeSpan.FromMinutes(5) });
        (await EnterAsync(gate)).Dispose();
        _clock.Advance(TimeSpan.FromSeconds(50));
        (await EnterAsync(gate)).Dispose();
        var third = EnterAsync(gate);
        var fourth = EnterAsync(gate);

        _clock.Advance(TimeSpan.FromSeconds(9.999));
        Assert.False(third.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.001));
        (await third).Dispose();

        _clock.Advance(TimeSpan.FromSeconds(49.999));
        Assert.False(fourth.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.001));
        (await fourth).Dispose();
    }

    [Fact]
    public async Task Rates_WithRoomAgainWhileAllPlacesAreTaken_WaitForAPlace()
    {
        var gate = Gate(new CallLimits { MaxConcurrentCalls = 1, RequestsPerMinute = 1, LongestWait = TimeSpan.FromMinutes(5) });
        var running = await EnterAsync(gate);
        var second = EnterAsync(gate);
        var third = EnterAsync(gate);

        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(2, gate.Waiting);
        running.Dispose();

        (await second).Dispose();
        Assert.False(third.IsCompleted);
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await third).Dispose();
    }

    [Fact]
    public async Task Tokens_ReservedForACall_GiveWayToThoseItUsed()
    {
        var gate = Gate(new CallLimits { TokensPerMinute = 100, LongestWait = TimeSpan.FromMinutes(5) });
        using var first = await gate.EnterAsync("a", 60, _ => { }, Token);
        var second = gate.EnterAsync("a", 60, _ => { }, Token).AsTask();
        Assert.False(second.IsCompleted);

        first.Settle(10);

        using var pass = await second;
        pass.Settle(90);
        var third = gate.EnterAsync("a", 1, _ => { }, Token).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(59.999));
        Assert.False(third.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.001));
        (await third).Dispose();
    }

    [Fact]
    public async Task Tokens_UsedBeyondThoseReserved_CountFromTheEnd()
    {
        var gate = Gate(new CallLimits { TokensPerMinute = 100, LongestWait = TimeSpan.FromMinutes(5) });
        var first = await gate.EnterAsync("a", 10, _ => { }, Token);
        _clock.Advance(TimeSpan.FromSeconds(90));
        first.Settle(110);
        first.Dispose();

        var second = gate.EnterAsync("a", 10, _ => { }, Token).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(59.999));
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.001));
        (await second).Dispose();
    }

    [Fact]
    public async Task Call_LargerThanAMinutesTokens_PassesAlone()
    {
        var gate = Gate(new CallLimits { TokensPerMinute = 100, LongestWait = TimeSpan.FromMinutes(5) });
        using var small = await gate.EnterAsync("a", 1, _ => { }, Token);
        var large = gate.EnterAsync("a", 500, _ => { }, Token).AsTask();
        Assert.False(large.IsCompleted);

        _clock.Advance(TimeSpan.FromMinutes(1));

        (await large).Dispose();
    }

    [Fact]
    public async Task Pass_GivenBackTwice_CountsOnce()
    {
        var gate = Gate(new CallLimits { MaxConcurrentCalls = 1 });
        var pass = await EnterAsync(gate);

        pass.Dispose();
        pass.Dispose();

        using var next = await EnterAsync(gate);
        Assert.False(EnterAsync(gate).IsCompleted);
    }

    [Fact]
    public async Task Gate_UnderARace_HoldsItsLimitAndLosesNobody()
    {
        var gate = new CallGate("Provider 'test'", new CallLimits { MaxConcurrentCalls = 5 }, TimeProvider.System);
        var running = 0;
        var most = 0;

        await Task.WhenAll(Enumerable.Range(0, 500).Select(call => Task.Run(
            async () =>
            {
                using var pass = await gate.EnterAsync($"{call % 7}", 0, _ => { }, Token);
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref running);
            },
            Token)));

        Assert.InRange(most, 1, 5);
        Assert.Equal((0, 0), (running, gate.Waiting));
        for (var call = 0; call < 5; call++)
        {
            Assert.True(EnterAsync(gate).IsCompletedSuccessfully);
        }
    }

    [Fact]
    public async Task Gate_UnderARaceOfCancels_LosesNoPlace()
    {
        var gate = new CallGate("Provider 'test'", new CallLimits { MaxConcurrentCalls = 1 }, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 500).Select(call => Task.Run(
            async () =>
            {
                using var caller = new CancellationTokenSource();
                var entering = gate.EnterAsync($"{call % 3}", 0, _ => { }, caller.Token).AsTask();
                await caller.CancelAsync();
                await ((Task)entering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (entering.IsCompletedSuccessfully)
                {
                    (await entering).Dispose();
                }
            },
            Token)));

        Assert.Equal(0, gate.Waiting);
        Assert.True(EnterAsync(gate).IsCompletedSuccessfully);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private static Task<CallPass> EnterAsync(CallGate gate, string caller = "a") => gate.EnterAsync(caller, 0, _ => { }, Token).AsTask();

    private CallGate Gate(CallLimits limits) => new("Provider 'test'", limits, _clock);
}
