namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>One call that waits at a gate.</summary>
/// <param name="caller">Whose call it is.</param>
/// <param name="tokens">What it reserves.</param>
/// <param name="onPlace">Told its place, from 1.</param>
internal sealed class WaitingCall(string caller, long tokens, Action<int> onPlace)
{
    private readonly TaskCompletionSource<CallPass> _admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Caller => caller;

    public long Tokens => tokens;

    /// <summary>The place that it was told last; read and written under the gate's lock.</summary>
    public int ToldPlace { get; set; }

    public Task<CallPass> Admitted => _admitted.Task;

    public void Admit(CallPass pass) => _admitted.SetResult(pass);

    public void Tell(int place) => onPlace(place);
}
