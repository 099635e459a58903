using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>Logs as a crash may leave them, and what the next start makes of them.</summary>
public sealed class RecoveryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load_WhileTheServerStops_LeavesItsTurnsToTheNextStart()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var row = (await host.CreateSessionAsync(Token)).Record with { Id = RandomId.New(), LastSeq = 1, OpenTurns = 1 };
        var added = new MessageAdded("m1", "user", "waiting") { TurnId = "t1", AgentId = "alice", Seq = 1, At = DateTimeOffset.UnixEpoch };
        await host.Store.AppendAsync(row, [new LoggedEvent(1, EventTypes.Of(added), "alice", "t1", EventJson.Write(added))]);
        host.Loops.Close();

        await host.Sessions.GetAsync(CoreHost.Principal, row.Id, Token);

        var events = await host.Store.ReadAsync(new EventQuery(row.Id), Token);
        Assert.DoesNotContain(events, logged => logged.Type == EventTypes.TurnFailed);
    }

    [Fact]
    public async Task Load_PlacesThatWereNotTold_RunsTurnsInTheOrderOfTheirAcceptance()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await RecoverAsync(
            host,
            openTurns: 3,
            new MessageAdded("m1", "user", "running") { TurnId = "A" },
            new TurnStarted("fake", "model-a", "r") { TurnId = "A" },
            new MessageAdded("m2", "user", "earlier") { TurnId = "B" },
            new TurnQueued(2) { TurnId = "B" },
            new MessageAdded("m3", "user", "later") { TurnId = "C" },
            new TurnQueued(2) { TurnId = "C" });

        await session.WaitForTurnAsync("B", Token);
        await session.WaitForTurnAsync("C", Token);

        Assert.Equal(["user: earlier", "user: later"], host.Upstream.Requests.Select(request => request.Messages[^1]));
        Assert.Equal(TurnStatus.Interrupted, (await session.GetTurnAsync("A", Token)).Status);
    }

    [Theory]
    [InlineData(TurnReplacement.Interrupt)]
    [InlineData(TurnReplacement.Rollback)]
    public async Task Load_ReplacementThatHadNotTakenEffect_TakesItNow(TurnReplacement replaces)
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await RecoverAsync(
            host,
            openTurns: 4,
            new MessageAdded("m1", "user", "running") { TurnId = "A" },
            new TurnStarted("fake", "model-a", "r") { TurnId = "A" },
            new MessageAdded("m2", "user", "waiting") { TurnId = "B" },
            new TurnQueued(1) { TurnId = "B" },
            new MessageAdded("m3", "user", "first") { TurnId = "C", Replaces = TurnReplacement.Interrupt },
            new TurnQueued(1) { TurnId = "C" },
            new MessageAdded("m4", "user", "second") { TurnId = "D", Replaces = replaces },
            new TurnQueued(1) { TurnId = "D" });

        await session.WaitForTurnAsync("B", Token);
        await session.WaitForTurnAsync("D", Token);

        Assert.Equal(["user: second", "user: waiting"], host.Upstream.Requests.Select(request => request.Messages[^1]));
        foreach (var replaced in (string[])["A", "C"])
        {
            var turn = await session.GetTurnAsync(replaced, Token);
            Assert.Equal((TurnStatus.Cancelled, "D", replaces == TurnReplacement.Rollback), (turn.Status, turn.ReplacedBy, turn.RolledBack));
        }

        Assert.Equal(replaces == TurnReplacement.Interrupt, host.Upstream.Requests[0].Messages.Contains("user: running"));
    }

    private static async Task<Session> RecoverAsync(CoreHost host, int openTurns, params SessionEvent[] log)
    {
        var row = (await host.CreateSessionAsync(Token)).Record with { Id = RandomId.New(), LastSeq = log.Length, OpenTurns = openTurns };
        await host.Store.AppendAsync(row, [.. log.Select((item, index) => Logged(index + 1, item))]);
        return await host.Sessions.GetAsync(CoreHost.Principal, row.Id, Token);
    }

    private static LoggedEvent Logged(long seq, SessionEvent sessionEvent)
    {
        var stamped = sessionEvent with { Seq = seq, At = DateTimeOffset.UnixEpoch, AgentId = "alice" };
        return new LoggedEvent(seq, EventTypes.Of(stamped), "alice", stamped.TurnId, EventJson.Write(stamped));
    }
}
