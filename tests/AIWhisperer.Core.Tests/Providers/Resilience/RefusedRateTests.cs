using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.Resilience;

/// <summary>A call that the circuit refuses was not made: it counts against no rate.</summary>
public sealed class RefusedRateTests
{
    [Fact]
    public async Task Probe_AfterACallThatTheCircuitRefused_FindsTheRateAsItWas()
    {
        var end = new TaskCompletionSource();
        await using var stage = ProviderStage.Of(
            (call, token) => call switch
            {
                1 => Answers.Fail(Answers.Fault()),
                2 => FailLaterAsync(end.Task, token),
                _ => Answers.Of(Answers.Text("Hello")),
            },
            "resilience: { max_attempts: 1, breaker_minimum_calls: 2 }, limits: { max_concurrent_calls: 1, requests_per_minute: 3 }");
        await stage.FailAsync();
        var second = stage.FailAsync();
        var third = stage.FailAsync();
        end.SetResult();
        await second;
        Assert.Equal(ErrorCodes.ProviderCircuitOpen, (await third).Code);
        stage.Clock.Advance(TimeSpan.FromSeconds(30));

        // Two calls of three were made in this minute.
        var probe = stage.ReadAsync();
        var waiting = stage.Activity.WaitingCalls;
        stage.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(["Hello"], await probe);
        Assert.Equal(0, waiting);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> FailLaterAsync(Task until, [EnumeratorCancellation] CancellationToken token)
    {
        await until.WaitAsync(token);
        await foreach (var update in Answers.Fail(Answers.Fault()))
        {
            yield return update;
        }
    }
}
