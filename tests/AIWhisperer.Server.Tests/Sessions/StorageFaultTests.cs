using System.Net;
using System.Text.Json;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Disk;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Server.Tests.Sessions;

/// <summary>The whole server on a disk that fails or is slow.</summary>
public sealed class StorageFaultTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualResetEventSlim _goOn = new();
    private readonly FaultyDisk _disk;

    private TestServer _server = null!;
    private string _id = null!;

    public StorageFaultTests() => _disk = new FaultyDisk(_directory.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Session => $"/api/sessions/{_id}";

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(("AIWhisperer:Storage:Path", _directory.File("test.db")));
        _id = await _server.CreateSessionAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _goOn.Set();
        _disk.Repair();
        await _server.DisposeAsync();
        _disk.Dispose();
        _goOn.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(DiskFault.Full, "storage_full")]
    [InlineData(DiskFault.FlushFailed, "storage_failed")]
    public async Task DiskFails_WritesAreRefusedOnEveryWire_ReadsGoOn_AndItRecovers(int fault, string code)
    {
        await _server.CallAsync(HttpMethod.Post, $"{Session}/turns", """{"text":"before"}""");
        _disk.Flush = () => fault;

        using var refused = await _server.SendAsync(HttpMethod.Post, $"{Session}/turns", """{"text":"lost"}""");
        await refused.ReadProblemAsync(HttpStatusCode.InsufficientStorage, code);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        using var renamed = await _server.SendAsync(HttpMethod.Patch, Session, """{"title":"lost"}""");
        await renamed.ReadProblemAsync(HttpStatusCode.InsufficientStorage, code);
        await using (var hub = await HubClient.ConnectAsync(_server.Address))
        {
            var sending = await Assert.ThrowsAsync<HubCallException>(() => hub.InvokeAsync("Send", _id, new { text = "lost" }));
            var creating = await Assert.ThrowsAsync<HubCallException>(() => hub.InvokeAsync("CreateSession", new { agentId = "alice" }));
            Assert.Equal((code, code), (sending.Code, creating.Code));
            Assert.Equal(1, sending.Problem.GetProperty("retryAfterSeconds").GetInt32());
        }

        Assert.Equal(["before", "model-a heard: before"], await TextsAsync());
        await _server.CallAsync(HttpMethod.Get, "/health/live");
        using var notReady = await _server.SendAsync(HttpMethod.Get, "/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, notReady.StatusCode);
        Assert.Contains(code, await notReady.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        _disk.Repair();
        await ReadyAsync();
        await _server.CallAsync(HttpMethod.Post, $"{Session}/turns", """{"text":"after"}""");
        Assert.Equal(["before", "model-a heard: before", "after", "model-a heard: after"], await TextsAsync());
    }

    [Fact]
    public async Task DiskFailsDuringATurn_ItsStreamGoesOn_AndItsEndingIsStoredInTheEnd()
    {
        var gate = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.Text("one ").Gate(gate).Text("two").Finish("stop"));
        await using var stream = await FollowAsync();
        await _server.CallAsync(HttpMethod.Post, $"{Session}/turns", """{"text":"go"}""", null, ("Prefer", "respond-async"));
        await UntilTextAsync(stream, "one ");
        var other = await _server.CreateSessionAsync();
        _disk.Write = () => DiskFault.Full;
        using var refused = await _server.SendAsync(HttpMethod.Post, $"/api/sessions/{other}/turns", """{"text":"lost"}""");
        await refused.ReadProblemAsync(HttpStatusCode.InsufficientStorage, "storage_full");

        gate.Open();
        await UntilTextAsync(stream, "two");
        _disk.Repair();

        do
        {
            Assert.True(await stream.MoveNextAsync());
        }
        while (stream.Current.Type != "turn.completed");
        Assert.Equal(["go", "one two"], await TextsAsync());
    }

    [Fact]
    public async Task DiskIsSlow_StreamsAndReadsGoOn()
    {
        var gate = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.Text("one ").Gate(gate).Text("two").Finish("stop"));
        var other = await _server.CreateSessionAsync();
        await using var stream = await FollowAsync();
        await _server.CallAsync(HttpMethod.Post, $"{Session}/turns", """{"text":"go"}""", null, ("Prefer", "respond-async"));
        await UntilTextAsync(stream, "one ");
        var isSlow = new TaskCompletionSource();
        _disk.Flush = () =>
        {
            isSlow.TrySetResult();
            _goOn.Wait(Token);
            return DiskFault.None;
        };
        var writing = _server.SendAsync(HttpMethod.Patch, $"/api/sessions/{other}", """{"title":"Slow"}""");
        await isSlow.Task.WaitAsync(Token);

        gate.Open();
        await UntilTextAsync(stream, "two");
        Assert.Equal(["go"], await TextsAsync());
        Assert.False(writing.IsCompleted);

        _goOn.Set();
        using var written = await writing;
        Assert.Equal(HttpStatusCode.OK, written.StatusCode);
    }

    private static async Task UntilTextAsync(IAsyncEnumerator<(long Seq, string Type, JsonElement Data)> stream, string text)
    {
        do
        {
            Assert.True(await stream.MoveNextAsync());
        }
        while (stream.Current.Type != "message.delta" || !stream.Current.Data.GetProperty("text").GetString()!.EndsWith(text, StringComparison.Ordinal));
    }

    private async Task<IAsyncEnumerator<(long Seq, string Type, JsonElement Data)>> FollowAsync()
    {
        var response = await _server.SendAsync(HttpMethod.Get, $"{Session}/events", null, null, ("Accept", "text/event-stream"));
        return response.ReadEventsAsync().GetAsyncEnumerator(Token);
    }

    /// <summary>What the session's messages say.</summary>
    private async Task<IEnumerable<string>> TextsAsync() =>
        (await _server.CallAsync(HttpMethod.Get, $"{Session}/messages")).GetProperty("messages")
            .EnumerateArray().Select(message => message.GetProperty("text").GetString()!);

    private async Task ReadyAsync()
    {
        while (true)
        {
            using var answer = await _server.SendAsync(HttpMethod.Get, "/health/ready");
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return;
            }
        }
    }
}
