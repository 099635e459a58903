using System.Text.Json;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class SessionDirectoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_SomebodyElsesSession_IsAsIfItDidNotExist()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);

        var foreign = await Assert.ThrowsAsync<NotFoundException>(() => host.Sessions.GetAsync("mallory", session.Id, Token));
        var missing = await Assert.ThrowsAsync<NotFoundException>(() => host.Sessions.GetAsync("mallory", new string('0', 32), Token));

        Assert.Equal(missing.Message.Replace(new string('0', 32), session.Id, StringComparison.Ordinal), foreign.Message);
        Assert.Empty((await host.Sessions.ListAsync("mallory", null, null, 10, Token)).Sessions);
    }

    [Fact]
    public async Task List_ByPages_GivesEverySessionOnceNewestFirst()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var ids = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            ids.Add((await host.CreateSessionAsync(Token)).Id);
        }

        var listed = new List<string>();
        string? cursor = null;
        do
        {
            var page = await host.Sessions.ListAsync(CoreHost.Principal, null, cursor, 2, Token);
            listed.AddRange(page.Sessions.Select(row => row.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Reverse(ids), listed);
    }

    [Theory]
    [InlineData("nonsense!")]
    [InlineData("bm9uc2Vuc2U")]
    public async Task List_ForgedCursor_IsRefused(string cursor)
    {
        await using var host = await CoreHost.StartAsync(Token);

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => host.Sessions.ListAsync(CoreHost.Principal, null, cursor, 10, Token));

        Assert.Equal("cursor", refused.Field);
    }

    [Fact]
    public async Task Create_BeyondTheLimit_IsRefused()
    {
        await using var host = await CoreHost.StartAsync(Token, setting: ("AIWhisperer:Sessions:MaxSessionsPerOwner", 1));
        await host.CreateSessionAsync(Token);

        var refused = await Assert.ThrowsAsync<LimitReachedException>(() => host.CreateSessionAsync(Token));

        Assert.Equal(ErrorCodes.SessionLimit, refused.Code);
    }

    [Fact]
    public async Task Get_SessionThatIsStoredAndNotYetAcknowledged_IsTheOneThatIsBeingMade()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var acknowledgement = new TaskCompletionSource();
        store!.AcknowledgementsWaitFor = acknowledgement.Task;

        var creating = host.CreateSessionAsync(Token);
        await store.Stored.WaitAsync(Token);
        var listed = Assert.Single((await host.Sessions.ListAsync(CoreHost.Principal, null, null, 10, Token)).Sessions);
        var found = await host.Sessions.GetAsync(CoreHost.Principal, listed.Id, Token);
        store.AcknowledgementsWaitFor = null;
        acknowledgement.SetResult();

        Assert.Same(found, await creating);
        Assert.Equal(TurnStatus.Completed, (await found.AskAsync("one", Token)).Status);
    }

    [Fact]
    public async Task Create_StoreRefuses_LeavesNoSession()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        store!.AppendsToRefuse = 1;

        await Assert.ThrowsAsync<UnavailableException>(() => host.CreateSessionAsync(Token));

        Assert.Empty((await host.Sessions.ListAsync(CoreHost.Principal, null, null, 10, Token)).Sessions);
        Assert.Empty(host.Get<SessionCache>().Sessions);
    }

    [Fact]
    public async Task Create_BeyondTheLimitOfTheServer_IsRefused_UntilOneIsDeleted()
    {
        await using var host = await CoreHost.StartAsync(Token, setting: ("AIWhisperer:Sessions:MaxSessions", 2));
        var mine = await host.CreateSessionAsync(Token);
        await host.Sessions.CreateAsync("other", new NewSession(), Token);

        var refused = await Assert.ThrowsAsync<LimitReachedException>(() => host.Sessions.CreateAsync("third", new NewSession(), Token));
        Assert.Equal((ErrorCodes.SessionLimit, true), (refused.Code, refused.IsOfWholeServer));
        Assert.Contains("AIWhisperer:Sessions:MaxSessions)", refused.Message, StringComparison.Ordinal);
        await host.RestartAsync(Token);
        await Assert.ThrowsAsync<LimitReachedException>(() => host.CreateSessionAsync(Token));

        // It is not in memory after the restart.
        await host.Sessions.DeleteAsync(CoreHost.Principal, mine.Id, Token);
        await host.CreateSessionAsync(Token);
        await Assert.ThrowsAsync<LimitReachedException>(() => host.CreateSessionAsync(Token));
    }

    [Fact]
    public async Task Create_ThatTheStoreRefuses_TakesNoPlace()
    {
        FailingStore store = null!;
        await using var host = await CoreHost.StartAsync(
            Token, setting: ("AIWhisperer:Sessions:MaxSessions", 1), wrapStore: inner => store = new FailingStore(inner));
        store.AppendsToRefuse = 1;
        await Assert.ThrowsAsync<UnavailableException>(() => host.CreateSessionAsync(Token));

        await host.CreateSessionAsync(Token);
    }

    [Fact]
    public async Task Create_ManyAtOnce_GivesAsManyAsTheServerMayHave()
    {
        await using var host = await CoreHost.StartAsync(Token, setting: ("AIWhisperer:Sessions:MaxSessions", 5));

        var creating = Enumerable.Range(0, 40).Select(_ => Task.Run(() => host.CreateSessionAsync(Token), Token)).ToArray();
        await Task.WhenAll(creating).ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);

        Assert.Equal(5, creating.Count(task => task.IsCompletedSuccessfully));
        Assert.Equal(5, await host.Store.CountAsync(null, Token));
    }

    [Fact]
    public async Task Restart_SessionsHistoriesAndActiveAgents_AreWhereTheyWere()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        await session.AskAsync("a1", Token);
        await session.SwitchAgentAsync("debbie", null, Token);
        await session.AskAsync("d1", Token);
        var before = (await session.ReadEventsAsync(0, 1_000, Token)).Select(logged => logged.Read()).ToList();

        await host.RestartAsync(Token);
        var again = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        var turn = await again.AskAsync("d2", Token);

        Assert.Equal(before.Select(EventTypes.Of), (await again.ReadEventsAsync(0, before.Count, Token)).Select(logged => logged.Type));
        Assert.Equal("debbie", turn.AgentId);
        Assert.Equal(["user: d1", "assistant: model-b heard: d1", "user: d2"], host.Upstream.Requests[^1].Messages.Skip(3));
        Assert.True(turn.LastSeq > before[^1].Seq);
    }

    [Fact]
    public async Task Restart_RunningTurnIsInterruptedAndQueuedTurnRuns()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Text("Half").Hold());
        var session = await host.CreateSessionAsync(Token);
        var running = await session.SendAsync(new NewMessage("one"), Token);
        var queued = await session.SendAsync(new NewMessage("two"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);

        await host.RestartAsync(Token);
        var again = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        var second = await again.WaitForTurnAsync(queued.TurnId, Token);
        var first = await again.GetTurnAsync(running.TurnId, Token);

        Assert.Equal((TurnStatus.Interrupted, "Half", true), (first.Status, first.Replies[0].Text, first.Replies[0].Partial));
        Assert.Equal((TurnStatus.Completed, "model-a heard: two"), (second.Status, second.Text));
    }

    [Fact]
    public async Task Start_LogThatACrashLeft_IsPutRight()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        await session.AskAsync("before", Token);
        var record = session.Record with { LastSeq = 104, OpenTurns = 2 };
        await host.Store.AppendAsync(record,
        [
            Logged(101, new MessageAdded("m1", "user", "crashed") { TurnId = "t1" }),
            Logged(102, new TurnStarted("fake", "model-a", "r") { TurnId = "t1" }),
            Logged(103, new ToolRequested("c1", "get_current_time", JsonElement.Parse("{}")) { TurnId = "t1" }),
            Logged(104, new MessageAdded("m2", "user", "waiting") { TurnId = "t2" }),
        ]);

        await host.RestartAsync(Token);
        var again = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        var crashed = await again.GetTurnAsync("t1", Token);
        var waiting = await again.WaitForTurnAsync("t2", Token);

        Assert.Equal(TurnStatus.Interrupted, crashed.Status);
        Assert.Contains("unknown", Assert.Single(crashed.ToolCalls).Error, StringComparison.Ordinal);
        Assert.Equal(TurnStatus.Completed, waiting.Status);
        Assert.Equal(2, host.Upstream.Requests.Count);
        Assert.True(crashed.LastSeq > 104 + 1_000_000, "Numbers that a crashed server may have shown must not come again.");
    }

    [Fact]
    public async Task Attach_AtANumberThatACrashedServerShowed_IsGivenWhatCameAfter()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        await host.Store.AppendAsync(
            session.Record with { LastSeq = 103, OpenTurns = 1 },
            [
                Logged(101, new MessageAdded("m1", "user", "crashed") { TurnId = "t1" }),
                Logged(103, new TurnStarted("fake", "model-a", "r") { TurnId = "t1" }),
            ]);
        await host.RestartAsync(Token);
        var again = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);

        // 150 was a delta's number: it was shown and never stored.
        var missed = await again.AttachAsync(150, Token).UntilAsync(read => read is TurnInterrupted, Token);

        Assert.Single(missed);
    }

    [Fact]
    public async Task Send_AfterItsLoopWasReleased_ReadsTheHistoryAgain()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        await session.AskAsync("one", Token);

        await host.Sessions.ReleaseLoopAsync(CoreHost.Principal, new Core.Loops.LoopKey(session.Id, "alice"), Token);
        Assert.Empty(host.Sessions.ListLoops(CoreHost.Principal));
        await session.AskAsync("two", Token);

        Assert.Equal(
            ["system: You are Alice.", "user: one", "assistant: model-a heard: one", "user: two"],
            host.Upstream.Requests[^1].Messages);
    }

    private static LoggedEvent Logged(long seq, SessionEvent sessionEvent)
    {
        var stamped = sessionEvent with { Seq = seq, At = DateTimeOffset.UnixEpoch, AgentId = "alice" };
        return new LoggedEvent(seq, EventTypes.Of(stamped), stamped.AgentId, stamped.TurnId, EventJson.Write(stamped));
    }
}
