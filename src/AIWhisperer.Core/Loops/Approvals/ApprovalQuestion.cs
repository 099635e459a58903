using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core.Events;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops.Approvals;

/// <summary>A question whether a call may run, while the call waits for its answer: it gets exactly one. Thread-safe.</summary>
/// <param name="asked">The question.</param>
/// <param name="host">The session that it is asked in.</param>
/// <param name="clock">Tells when it is void.</param>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim without a wait handle holds nothing to release.")]
internal sealed class ApprovalQuestion(ToolApprovalRequired asked, ILoopHost host, TimeProvider clock)
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly TaskCompletionSource<ToolApprovalResolved> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ToolApprovalRequired Asked => asked;

    /// <summary>Whether the log has the question.</summary>
    public bool IsPut { get; set; }

    /// <summary>Whether it has its answer.</summary>
    public bool IsAnswered => _answered.Task.IsCompleted;

    /// <summary>Whether an answer would come too late.</summary>
    public bool IsExpired => clock.GetUtcNow() >= asked.ExpiresAt;

    /// <summary>Gives the answer, unless there is one. Completes when it is durable.</summary>
    /// <returns>False when there was one already.</returns>
    /// <exception cref="UnavailableException">The store does not take it; the question stays open.</exception>
    public async Task<bool> TryResolveAsync(ApprovalResolution resolution, Actor by, string? reason = null, ApprovalMemory? remember = null)
    {
        await _gate.WaitAsync();
        try
        {
            if (IsAnswered)
            {
                return false;
            }

            var answer = Answer(resolution, by, reason) with { Remember = remember };
            await host.AppendAsync(answer);
            _answered.SetResult(answer);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Takes the question back; nobody can answer it from here on.</summary>
    /// <returns>What the log is to hear of it; null when there is an answer, or when it does not know the question.</returns>
    public async Task<SessionEvent?> WithdrawAsync()
    {
        await _gate.WaitAsync();
        try
        {
            var answer = Answer(ApprovalResolution.Withdrawn, Actor.System, null);
            return _answered.TrySetResult(answer) && IsPut ? answer : null;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Waits for the answer. When none comes in time, the answer is that it has expired.</summary>
    /// <param name="longest">The most to wait, should the clock have been set back meanwhile.</param>
    /// <param name="turnToken">The turn's own token.</param>
    public async Task<ToolApprovalResolved> WaitAsync(TimeSpan longest, CancellationToken turnToken)
    {
        var left = Math.Clamp((asked.ExpiresAt - clock.GetUtcNow()).Ticks, 0, longest.Ticks);
        try
        {
            return await _answered.Task.WaitAsync(TimeSpan.FromTicks(left), clock, turnToken);
        }
        catch (TimeoutException)
        {
            await TryResolveAsync(ApprovalResolution.Expired, Actor.System).WaitAsync(turnToken);
            return await _answered.Task;
        }
    }

    /// <summary>Takes an answer that the log has already.</summary>
    public void Restore(ToolApprovalResolved answer) => _answered.TrySetResult(answer);

    private ToolApprovalResolved Answer(ApprovalResolution resolution, Actor by, string? reason) =>
        new(asked.ApprovalId, asked.CallId, asked.Name, resolution, by, reason) { AgentId = asked.AgentId, TurnId = asked.TurnId };
}
