using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// Keeps the sessions in all, of all owners, within <see cref="SessionOptions.MaxSessions"/>. It holds no exact number but one that is
/// never too small, and asks the store only where that one would refuse and may be too great. A singleton; thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim without a wait handle holds nothing to release.")]
internal sealed class SessionTotal(ISessionStore store, IOptions<SessionOptions> options)
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromMinutes(1);

    private readonly int _most = options.Value.MaxSessions;
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Sessions that there are at most. Nothing is known of them before the first.</summary>
    private int _total = options.Value.MaxSessions;
    private int _underWay;
    private volatile bool _mayBeLess = true;

    /// <summary>Runs <paramref name="createAsync"/>, which stores one session more.</summary>
    /// <exception cref="LimitReachedException">There are the most sessions already.</exception>
    public async Task AddAsync(Func<Task> createAsync, CancellationToken cancellationToken)
    {
        await TakeAsync(cancellationToken);
        try
        {
            await createAsync();
        }
        catch
        {
            _mayBeLess = true;
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>To be called when a session was removed from the store.</summary>
    public void NoteRemoval() => _mayBeLess = true;

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_total >= _most && _mayBeLess)
            {
                await CountAsync(cancellationToken);
            }

            if (_total >= _most)
            {
                throw new LimitReachedException(
                    ErrorCodes.SessionLimit,
                    $"The server has {_most} sessions, the most allowed (AIWhisperer:Sessions:MaxSessions). Delete one, or wait until one is deleted.",
                    s_retryAfter)
                {
                    IsOfWholeServer = true,
                };
            }

            _total++;
            Interlocked.Increment(ref _underWay);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        // Read before the store is: what is stored meanwhile is counted twice, and not left out. What is removed meanwhile sets the flag again.
        var underWay = Volatile.Read(ref _underWay);
        _mayBeLess = underWay > 0;
        try
        {
            _total = await store.CountAsync(null, cancellationToken) + underWay;
        }
        catch
        {
            _mayBeLess = true;
            throw;
        }
    }
}
