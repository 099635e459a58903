using AIWhisperer.Core.Events;
using AIWhisperer.ServerHarness;
using AIWhisperer.TestHarness.Faults;
using AIWhisperer.TestHarness.Upstream;
using Xunit.Sdk;

namespace AIWhisperer.Reliability.Following;

/// <summary>Clients that follow sessions of a server which stops in the middle of their turns and starts again, one on each wire.</summary>
internal sealed class RestartedClients : IAsyncDisposable
{
    private readonly TestServer _server;
    private readonly FaultProxy _proxy;
    private readonly string[] _sessions;
    private readonly (string Session, Transcript Transcript)[] _clients;
    private readonly CancellationTokenSource _leaving = new();
    private readonly Task[] _following;
    private TaskCompletionSource _isBack = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _cuts;

    private RestartedClients(TestServer server, string[] sessions)
    {
        _server = server;
        _proxy = FaultProxy.Start(server.Address);
        _sessions = sessions;
        _clients = [.. sessions.SelectMany(session => new[] { (session, new Transcript()), (session, new Transcript()) })];
        _following =
        [
            .. _clients.Select((client, index) => FollowAsync(client.Session, index % 2 == 0 ? Wire.Hub : Wire.Http, client.Transcript)),
        ];
    }

    public int Count => _clients.Length;

    public int Cuts => Volatile.Read(ref _cuts);

    public static async Task<RestartedClients> AttachAsync(TestServer server, int sessions)
    {
        var ids = new string[sessions];
        for (var i = 0; i < sessions; i++)
        {
            ids[i] = await server.CreateSessionAsync();
        }

        return new RestartedClients(server, ids);
    }

    /// <summary>Stops the server in mid-turn, before or after the first token, starts it, and has every session answer once more.</summary>
    public async Task GoThroughRestartAsync(Random random)
    {
        foreach (var session in _sessions)
        {
            var gate = new UpstreamGate();
            var hasText = random.Next(4) > 0;
            _server.Upstream.Script("model-a", reply => (hasText ? reply.Texts("So ", "far ", "ünd 🙂 ") : reply).Gate(gate));
            var turn = await _server.PostAsync(session, "Go on.", "alice");
            await gate.Reached.WaitAsync(TestContext.Current.CancellationToken);
            await EachAsync(session, client => client.WhenSeen(hasText ? EventTypes.MessageDelta : EventTypes.TurnStarted, turn));
        }

        await _server.RestartAsync();
        _proxy.Target = _server.Address;
        Interlocked.Exchange(ref _isBack, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        foreach (var session in _sessions)
        {
            var turn = await _server.PostAsync(session, "And now?", "alice");
            await EachAsync(session, client => client.WhenEnded(turn));
        }
    }

    /// <summary>Holds what every client saw to what is stored.</summary>
    public async Task CheckAsync()
    {
        foreach (var (session, transcript) in _clients)
        {
            var stored = await _server.StoredEventsAsync(session);
            Assert.Equal(stored[^1].GetProperty("seq").GetInt64(), transcript.Cursor);
            transcript.Check(stored);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _proxy.DisposeAsync();
        _isBack.TrySetResult();
        await Task.WhenAll(_following);
        _leaving.Dispose();
    }

    private async Task EachAsync(string session, Func<Transcript, Task> wait)
    {
        var seen = Task.WhenAll(_clients.Where(client => client.Session == session).Select(client => wait(client.Transcript)));
        await await Task.WhenAny([seen, .. _following]);
    }

    private async Task FollowAsync(string session, Wire wire, Transcript transcript)
    {
        while (true)
        {
            var isBack = _isBack.Task;
            try
            {
                await foreach (var sessionEvent in EventFeed.AttachAsync(wire, _proxy.Address, session, transcript.Cursor))
                {
                    transcript.Take(sessionEvent);
                }
            }
            catch (Exception exception) when (exception is not XunitException)
            {
                // The stopping server cut it, or is not back yet.
            }

            if (_leaving.IsCancellationRequested)
            {
                return;
            }

            Interlocked.Increment(ref _cuts);
            await isBack;
        }
    }
}
