using System.Diagnostics;
using System.Text.Json;
using AIWhisperer.Reliability.Following;
using AIWhisperer.ServerHarness;
using AIWhisperer.TestHarness.Faults;

namespace AIWhisperer.Reliability;

/// <summary>The connection to the model breaks: the turn ends as what it is, keeps what was written, and the next one works.</summary>
public sealed class UpstreamFaultTests : IAsyncLifetime
{
    /// <summary>Where the body of a reply begins, for certain, and where its last word comes after, for certain.</summary>
    private const int BodyFrom = 400, BodyTo = 4_000;

    private static readonly string[] s_words = [.. Enumerable.Range(1, 40).Select(number => $"wörd-{number} ")];

    private TestServer _server = null!;
    private FaultProxy _proxy = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(new TestServerSetup
        {
            BaseUrl = upstream => (_proxy = FaultProxy.Start(upstream.BaseUrl)).Address,
        });

        // A connection for each request: a plan is for one of them.
        _server.Upstream.ScriptAlways("model-a", reply => reply.Header("Connection", "close").Texts(s_words));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Theory]
    [InlineData(CutKind.Close)]
    [InlineData(CutKind.Reset)]
    public Task Truncated_AtAnyByte_FailsTheTurn(CutKind kind) => FailAsync(
        $"upstream cut by {kind}",
        random => new FaultPlan { ToClient = new DirectionFaults { CutAfter = random.Next(BodyFrom, BodyTo), Cut = kind } },
        "provider_truncated");

    [Theory]
    [InlineData(429, "provider_rate_limited")]
    [InlineData(401, "provider_authentication")]
    [InlineData(502, "provider_unavailable")]
    public Task ErrorFrame_InAStreamThatBeganWell_FailsTheTurn(int status, string code) => FailAsync(
        $"upstream error frame {status}",
        random => new FaultPlan
        {
            Injected = new InjectedFrame(random.Next(30), $$$"""{"error":{"message":"It broke.","code":{{{status}}}}}"""),
        },
        code);

    [Fact]
    public async Task HeldSocket_IsLeftByCancel()
    {
        var session = await _server.CreateSessionAsync();
        await RepeatAsync("upstream held, turn cancelled", async random =>
        {
            var before = _proxy.Connections.Count;
            _proxy.Plan = _ => new FaultPlan { ToClient = new DirectionFaults { HoldAfter = random.Next(BodyTo) } };
            var turnId = await _server.PostAsync(session, "Tell me.", "alice");
            var connection = await NextAfterAsync(before);
            await connection.Held.WaitAsync(Token);

            var turn = await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{session}/turns/{turnId}/cancel");

            Assert.Equal("cancelled", turn.GetProperty("status").GetString());
            AssertPartial(turn);
            await connection.ClientLeft.WaitAsync(Token);
            await AssertNextTurnWorksAsync(session);
        });
    }

    [Fact]
    public async Task SplitBytes_AreReadAsWholeCharacters()
    {
        var session = await _server.CreateSessionAsync();
        await RepeatAsync("upstream split", async random =>
        {
            _proxy.Plan = _ => new FaultPlan { ToClient = new DirectionFaults { PieceSize = random.Next(1, 5) } };

            var turn = await _server.AskAsync(session, "Tell me.");

            Assert.Equal(string.Concat(s_words), turn.GetProperty("text").GetString());
        });
    }

    private async Task FailAsync(string name, Func<Random, FaultPlan> plan, string code)
    {
        var session = await _server.CreateSessionAsync();
        await RepeatAsync(name, async random =>
        {
            var faults = plan(random);
            _proxy.Plan = _ => faults;

            var turn = await _server.AskAsync(session, "Tell me.");

            Assert.Equal("failed", turn.GetProperty("status").GetString());
            Assert.Equal(code, turn.GetProperty("error").GetProperty("code").GetString());
            AssertPartial(turn);
            await AssertNextTurnWorksAsync(session);
        });
    }

    private static async Task RepeatAsync(string name, Func<Random, Task> attempt)
    {
        var count = Scale.Of(5, 100);
        var watch = Stopwatch.StartNew();
        await Rounds.RunAsync(number => number < count, atOnce: 1, (_, random) => attempt(random));
        Figures.Print(name, $"{count} of {count} as promised; {watch.Elapsed.TotalSeconds:0.0} s, seed {Scale.Seed}");
    }

    private static void AssertPartial(JsonElement turn)
    {
        Assert.StartsWith(turn.GetProperty("text").GetString()!, string.Concat(s_words), StringComparison.Ordinal);
        Assert.All(turn.GetProperty("replies").EnumerateArray(), reply => Assert.True(reply.GetProperty("partial").GetBoolean()));
    }

    private async Task AssertNextTurnWorksAsync(string session)
    {
        _proxy.Plan = _ => FaultPlan.None;
        var next = await _server.AskAsync(session, "And now?");
        Assert.Equal(string.Concat(s_words), next.GetProperty("text").GetString());
        Assert.Equal("completed", next.GetProperty("status").GetString());
    }

    private async Task<ProxiedConnection> NextAfterAsync(int number)
    {
        while (true)
        {
            var connection = await _proxy.NextConnectionAsync(Token);
            if (connection.Number >= number)
            {
                return connection;
            }
        }
    }
}
