namespace AIWhisperer.Storage;

/// <summary>
/// One write that waits for its commit; the caller awaits its <see cref="TaskCompletionSource.Task"/>. The caller goes on elsewhere:
/// the writer's thread runs nobody else's code.
/// </summary>
/// <param name="startedAt">The time stamp at which the caller made the call.</param>
internal abstract class WriteRequest(long startedAt) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public long StartedAt { get; } = startedAt;
}
