using System.Collections.Concurrent;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Reliability.Cancelling;

/// <summary>A tool that runs until it is cancelled. Its calls are told apart by their argument. Thread-safe.</summary>
internal sealed class HeldTool
{
    public const string Name = "hold_on";

    private readonly ConcurrentDictionary<string, (TaskCompletionSource Started, TaskCompletionSource Stopped)> _calls = new();

    public Tool Registered => new(AIFunctionFactory.Create(RunAsync, Name, "Holds on until it is cancelled."), "test", ToolEffect.Read);

    /// <summary>Completes when the call runs.</summary>
    public Task Started(string key) => CallOf(key).Started.Task;

    /// <summary>Completes when the call was cancelled.</summary>
    public Task Stopped(string key) => CallOf(key).Stopped.Task;

    private (TaskCompletionSource Started, TaskCompletionSource Stopped) CallOf(string key) => _calls.GetOrAdd(key, _ =>
        (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously)));

    private async Task RunAsync(string key, CancellationToken cancellationToken)
    {
        var (started, stopped) = CallOf(key);
        started.TrySetResult();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            stopped.TrySetResult();
        }
    }
}
