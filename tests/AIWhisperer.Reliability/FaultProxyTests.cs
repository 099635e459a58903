using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AIWhisperer.TestHarness.Faults;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Reliability;

/// <summary>The proxy does what a plan says: what the suites see is worth as much as this.</summary>
public sealed class FaultProxyTests : IAsyncLifetime
{
    private const string Body = """{"model":"model-a","messages":[{"role":"user","content":"one two three"}]}""";

    private FakeUpstream _upstream = null!;
    private FaultProxy _proxy = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _upstream = await FakeUpstream.StartAsync(Token);
        _proxy = FaultProxy.Start(_upstream.BaseUrl);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    public static TheoryData<DirectionFaults> HarmlessFaults() =>
    [
        new DirectionFaults(),
        new DirectionFaults { PieceSize = 1 },
        new DirectionFaults { PieceSize = 7, Delay = TimeSpan.FromMilliseconds(1) },
    ];

    [Theory]
    [MemberData(nameof(HarmlessFaults))]
    public async Task Bytes_OfAConnectionThatIsNotBroken_ArriveAsTheyWere(DirectionFaults faults)
    {
        _proxy.Plan = _ => new FaultPlan { ToServer = faults, ToClient = faults };

        var events = await ReadEventsAsync();

        Assert.Equal(Body, Assert.Single(_upstream.Requests).BodyText);
        Assert.Equal(["model-a", "heard:", "one", "two", "three"], events.SelectMany(Words));
        Assert.Equal("[DONE]", events[^1]);
    }

    [Fact]
    public async Task CutToClient_ByClose_LetsSoManyBytesArrive()
    {
        _proxy.Plan = _ => new FaultPlan { ToClient = new DirectionFaults { CutAfter = 200 } };

        Assert.Equal(200, (await ExchangeAsync()).Length);

        Assert.True((await _proxy.NextConnectionAsync(Token)).WasCut);
    }

    [Fact]
    public async Task CutToClient_ByReset_IsSeenAsReset()
    {
        _proxy.Plan = _ => new FaultPlan { ToClient = new DirectionFaults { CutAfter = 200, Cut = CutKind.Reset } };

        var failure = await Assert.ThrowsAsync<IOException>(ExchangeAsync);

        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(failure.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task CutToServer_KeepsTheRequestFromArriving()
    {
        _proxy.Plan = _ => new FaultPlan { ToServer = new DirectionFaults { CutAfter = 150 } };

        Assert.Empty(await ExchangeAsync());

        Assert.Empty(_upstream.Requests);
    }

    [Fact]
    public async Task DropReply_LetsTheRequestArrive_AndNoByteOfTheAnswer()
    {
        _proxy.Plan = _ => FaultPlan.DropReply;

        Assert.Empty(await ExchangeAsync());

        Assert.Single(_upstream.Requests);
    }

    [Fact]
    public async Task Hold_KeepsTheConnectionOpen_UntilItIsReleased()
    {
        _proxy.Plan = _ => new FaultPlan { ToClient = new DirectionFaults { HoldAfter = 300 } };
        var exchange = ExchangeAsync();
        var connection = await _proxy.NextConnectionAsync(Token);

        await connection.Held.WaitAsync(Token);
        Assert.Equal(300, connection.BytesToClient);
        Assert.False(exchange.IsCompleted);
        connection.Release();

        Assert.EndsWith("data: [DONE]\n\n\r\n0\r\n\r\n", Encoding.UTF8.GetString(await exchange), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task InjectedFrame_StandsBehindSoManyEvents_InAWellFormedAnswer(int after)
    {
        _proxy.Plan = _ => new FaultPlan { Injected = new InjectedFrame(after, """{"error":{"message":"oops"}}""") };

        var events = await ReadEventsAsync();

        Assert.Equal("""{"error":{"message":"oops"}}""", events[after]);
        Assert.Equal("[DONE]", events[^1]);
    }

    [Fact]
    public async Task Target_ThatIsAway_CostsTheConnection_AndTheNextOneLeadsToTheNewTarget()
    {
        var target = _proxy.Target;
        await using (var away = await FakeUpstream.StartAsync(Token))
        {
            _proxy.Target = away.BaseUrl;
        }

        var failure = await Record.ExceptionAsync(ExchangeAsync);
        _proxy.Target = target;

        // The reset reaches the client while it connects, or when it writes or reads.
        Assert.True(failure is IOException or SocketException, $"The client met {failure}.");
        Assert.NotEmpty(await ExchangeAsync());
    }

    [Fact]
    public async Task CutAll_EndsConnectionsUnderWay()
    {
        var written = new UpstreamGate();
        _upstream.Script("model-a", reply => reply.Text("so far").Gate(written));
        var exchange = ExchangeAsync();
        await written.Reached.WaitAsync(Token);

        _proxy.CutAll(CutKind.Close);

        await exchange;
        await _upstream.Requests[0].Aborted.WaitAsync(Token);
    }

    private static IEnumerable<string> Words(string data) =>
        data == "[DONE]"
            ? []
            : JsonSerializer.Deserialize<JsonElement>(data).GetProperty("choices").EnumerateArray()
                .Select(choice => choice.GetProperty("delta"))
                .Where(delta => delta.TryGetProperty("content", out _))
                .Select(delta => delta.GetProperty("content").GetString()!.Trim());

    private async Task<List<string>> ReadEventsAsync()
    {
        using var client = new HttpClient();
        using var content = new StringContent(Body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(_proxy.Address, content, Token);
        await using var body = await response.Content.ReadAsStreamAsync(Token);
        return await SseParser.Create(body).EnumerateAsync(Token).Select(item => item.Data).ToListAsync(Token);
    }

    /// <summary>Sends a request by hand and gives all bytes that come back.</summary>
    private async Task<byte[]> ExchangeAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _proxy.Address.Port, Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.UTF8.GetBytes($"POST /v1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"), Token);
        using var received = new MemoryStream();
        await stream.CopyToAsync(received, Token);
        return received.ToArray();
    }
}
