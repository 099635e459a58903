namespace AIWhisperer.Core.Sessions;

/// <summary>Something that is taken up until it is disposed; given back once, however often that is done.</summary>
internal sealed class Place(Action giveBack) : IDisposable
{
    private Action? _giveBack = giveBack;

    public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
}
