using System.Collections.Concurrent;

namespace AIWhisperer.Reliability.Resending;

/// <summary>Clients in pairs: what one sends the other may send at the same time. Thread-safe.</summary>
internal sealed class ResendingClients : IAsyncDisposable
{
    private readonly ResendingClient[] _clients;
    private readonly ConcurrentBag<(ResendingClient One, ResendingClient Other)> _free;
    private int _raced;

    /// <param name="server">Where the server is.</param>
    /// <param name="comings">Says when it is there.</param>
    /// <param name="pairs">How many may send at once.</param>
    public ResendingClients(Uri server, ServerComings comings, int pairs)
    {
        _clients = [.. Enumerable.Range(0, 2 * pairs).Select(_ => new ResendingClient(server, comings))];
        _free = [.. _clients.Chunk(2).Select(pair => (pair[0], pair[1]))];
    }

    public int Sends => _clients.Sum(client => client.Sends);

    public int HubSends => _clients.Sum(client => client.HubSends);

    public int Dropped => _clients.Sum(client => client.Dropped);

    public int CutByRestart => _clients.Sum(client => client.CutByRestart);

    /// <summary>How many messages two clients sent at the same time.</summary>
    public int Raced => Volatile.Read(ref _raced);

    /// <summary>The server has another address.</summary>
    public void MoveTo(Uri server)
    {
        foreach (var client in _clients)
        {
            client.Server = server;
        }
    }

    /// <summary>Sends the messages in their order, each until it is acknowledged.</summary>
    public async Task SendAsync(IEnumerable<NamedMessage> messages, Random random)
    {
        Assert.True(_free.TryTake(out var pair), "More are sent at once than there are clients.");
        foreach (var message in messages)
        {
            if (random.Next(5) > 0)
            {
                await pair.One.SendAsync(message, random);
                continue;
            }

            Interlocked.Increment(ref _raced);
            var (seed, otherSeed) = (random.Next(), random.Next());
            await Task.WhenAll(
                Task.Run(() => pair.One.SendAsync(message, new Random(seed))),
                Task.Run(() => pair.Other.SendAsync(message, new Random(otherSeed))));
        }

        _free.Add(pair);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
    }
}
