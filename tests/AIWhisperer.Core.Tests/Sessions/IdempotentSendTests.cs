using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class IdempotentSendTests
{
    private static readonly NewMessage s_message = new("Hello", ClientMessageId: "id-1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_TheSameAgain_GivesTheFirstReceiptAndNoSecondTurn()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);

        var first = await session.SendAsync(s_message, Token);
        var whileItRuns = await session.SendAsync(s_message, Token);
        await session.WaitForTurnAsync(first.TurnId, Token);
        var afterItsEnd = await session.SendAsync(s_message, Token);

        Assert.False(first.Replayed);
        Assert.Equal(first with { Replayed = true }, whileItRuns);
        Assert.Equal(first with { Replayed = true }, afterItsEnd);
        Assert.Single(host.Upstream.Requests);
        var added = Assert.IsType<MessageAdded>(Assert.Single(await session.ReadEventsAsync(1, 100, Token), IsMessage).Read());
        Assert.Equal((first.Seq, "id-1"), (added.Seq, added.ClientMessageId));
    }

    [Fact]
    public async Task Send_WithoutAnId_IsAnotherTurnEachTime()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);

        var first = await session.SendAsync(new NewMessage("Hello"), Token);
        var second = await session.SendAsync(new NewMessage("Hello"), Token);

        Assert.NotEqual(first.TurnId, second.TurnId);
        Assert.False(second.Replayed);
    }

    [Fact]
    public async Task Send_SameIdInAnotherSession_IsAnotherMessage()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var one = await host.CreateSessionAsync(Token);
        var two = await host.CreateSessionAsync(Token);

        var first = await one.SendAsync(s_message, Token);
        var second = await two.SendAsync(s_message with { Text = "Other" }, Token);

        Assert.False(second.Replayed);
        Assert.NotEqual(first.TurnId, second.TurnId);
    }

    public static TheoryData<NewMessage> OthersOfTheSameId => new(
        s_message with { Text = "Hello " },
        s_message with { Text = "hello" },
        s_message with { AgentId = "alice" },
        s_message with { OnBusy = BusyPolicy.Enqueue },
        s_message with { OnDisconnect = DisconnectPolicy.Continue });

    [Theory]
    [MemberData(nameof(OthersOfTheSameId))]
    public async Task Send_AnotherMessageUnderTheId_IsAConflictAndChangesNothing(NewMessage other)
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        var first = await session.SendAsync(s_message, Token);
        await session.WaitForTurnAsync(first.TurnId, Token);
        var before = session.LastSeq;

        var refused = await Assert.ThrowsAsync<ConflictException>(() => session.SendAsync(other, Token));

        Assert.Equal((ErrorCodes.IdempotencyConflict, "clientMessageId"), (refused.Code, refused.Field));
        Assert.Equal(before, session.LastSeq);
        Assert.Equal(first.TurnId, (await session.SendAsync(s_message, Token)).TurnId);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("two words")]
    [InlineData("line\n")]
    [InlineData("größe")]
    [InlineData("\u007f")]
    public async Task Send_IdThatIsNone_NamesTheField(string clientMessageId)
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);

        var refused = await Assert.ThrowsAsync<InvalidInputException>(
            () => session.SendAsync(s_message with { ClientMessageId = clientMessageId }, Token));

        Assert.Equal((ErrorCodes.InvalidRequest, "clientMessageId"), (refused.Code, refused.Field));
    }

    [Fact]
    public async Task Send_LongestIdWithEveryCharacter_IsTaken()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        var id = new string([.. Enumerable.Range('!', '~' - '!' + 1).Select(character => (char)character)]).PadRight(128, 'x');

        var first = await session.SendAsync(s_message with { ClientMessageId = id }, Token);
        var again = await session.SendAsync(s_message with { ClientMessageId = id }, Token);

        Assert.Equal(first.TurnId, again.TurnId);
        await Assert.ThrowsAsync<InvalidInputException>(() => session.SendAsync(s_message with { ClientMessageId = id + 'x' }, Token));
    }

    [Fact]
    public async Task Send_ManyCallersRace_ExactlyOneTurnEachTime()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        for (var round = 0; round < 50; round++)
        {
            var message = new NewMessage($"round {round}", ClientMessageId: $"id-{round}");
            using var start = new Barrier(8);

            var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(Token);
                    return session.SendAsync(message, Token);
                },
                Token,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()));
            await session.WaitForTurnAsync(receipts[0].TurnId, Token);

            Assert.Single(receipts, receipt => !receipt.Replayed);
            Assert.Single(receipts.Select(receipt => receipt with { Replayed = false }).Distinct());
        }

        Assert.Equal(50, host.Upstream.Requests.Count);
    }

    [Fact]
    public async Task Send_WhileTheFirstIsBeingStored_WaitsForItsReceipt()
    {
        await using var stage = await StalledStage.StartAsync();

        var first = stage.Session.SendAsync(s_message, Token);
        await stage.Store.Stalled.WaitAsync(Token);
        var second = stage.Session.SendAsync(s_message, Token);
        var other = stage.Session.SendAsync(s_message with { Text = "Other" }, Token);
        stage.Recover();

        Assert.Equal((await first) with { Replayed = true }, await second);
        await Assert.ThrowsAsync<ConflictException>(() => other);
        Assert.Single(await stage.Session.ReadEventsAsync(1, 100, Token), IsMessage);
    }

    [Fact]
    public async Task Send_FirstCallerGivesUp_ItsMessageIsAcceptedAllTheSame()
    {
        await using var stage = await StalledStage.StartAsync();
        using var leaving = new CancellationTokenSource();

        var first = stage.Session.SendAsync(s_message, leaving.Token);
        await stage.Store.Stalled.WaitAsync(Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var second = stage.Session.SendAsync(s_message, Token);
        stage.Recover();

        var receipt = await second;
        Assert.True(receipt.Replayed);
        Assert.Equal(receipt, await stage.Session.SendAsync(s_message, Token));
    }

    [Fact]
    public async Task Send_AcceptanceIsNotStored_AllWhoWaitedAreToldAndTheNextIsANewAttempt()
    {
        await using var stage = await StalledStage.StartAsync();
        stage.Store.AppendsToRefuse = 1;

        var first = stage.Session.SendAsync(s_message, Token);
        await stage.Store.Stalled.WaitAsync(Token);
        var second = stage.Session.SendAsync(s_message, Token);
        stage.Recover();

        await Assert.ThrowsAsync<UnavailableException>(() => first);
        await Assert.ThrowsAsync<UnavailableException>(() => second);
        var again = await stage.Session.SendAsync(s_message, Token);
        var turn = await stage.Session.WaitForTurnAsync(again.TurnId, Token);
        Assert.False(again.Replayed);
        Assert.Equal(TurnStatus.Completed, turn.Status);
        Assert.Single(await stage.Session.ReadEventsAsync(1, 100, Token), IsMessage);
    }

    [Fact]
    public async Task Send_ThatWasRefused_KeepsNoId()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Gate(gate).Text("Done."));
        var session = await host.CreateSessionAsync(Token);
        var running = await session.SendAsync(new NewMessage("busy"), Token);
        var rejecting = s_message with { OnBusy = BusyPolicy.Reject };

        await Assert.ThrowsAsync<ConflictException>(() => session.SendAsync(rejecting, Token));
        await Assert.ThrowsAsync<NotFoundException>(() => session.SendAsync(s_message with { AgentId = "bob" }, Token));
        await Assert.ThrowsAsync<InvalidInputException>(() => session.SendAsync(s_message with { Text = " " }, Token));
        gate.Open();
        await session.WaitForTurnAsync(running.TurnId, Token);
        await host.Loops.Find(new(session.Id, "alice"))!.CurrentWork.WaitAsync(Token);
        var receipt = await session.SendAsync(rejecting, Token);

        Assert.False(receipt.Replayed);
    }

    private static bool IsMessage(LoggedEvent logged) => logged.Type == EventTypes.MessageAdded;

    /// <summary>A session on a store that stalls.</summary>
    private sealed record StalledStage(CoreHost Host, Session Session, FailingStore Store) : IAsyncDisposable
    {
        private readonly TaskCompletionSource _stall = new();

        public static async Task<StalledStage> StartAsync()
        {
            FailingStore? store = null;
            var host = await CoreHost.StartAsync(
                Token, setting: ("AIWhisperer:Sessions:StoreTimeout", "00:01:00"), wrapStore: inner => store = new FailingStore(inner));
            var stage = new StalledStage(host, await host.CreateSessionAsync(Token), store!);
            store!.AppendsWaitFor = stage._stall.Task;
            return stage;
        }

        public void Recover()
        {
            Store.AppendsWaitFor = null;
            _stall.SetResult();
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
