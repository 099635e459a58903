using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.TestHarness;

public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task FindAccepted_NameNeverGiven_ReturnsNull()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));

        Assert.Null(await Store.FindAcceptedAsync(session.Id, "a", Token));
        Assert.Null(await Store.FindAcceptedAsync(RandomId.New(), "a", Token));
    }

    [Fact]
    public async Task Append_WithAccepted_EveryFieldComesBack()
    {
        var session = SessionRecords.New();
        var accepted = SessionRecords.Accepted(session, "k-1", seq: (1L << 53) - 1) with { At = SessionRecords.Start.AddTicks(7) };

        await Store.AppendAsync(session, SessionRecords.Events(1), accepted);

        Assert.Equal(accepted, await Store.FindAcceptedAsync(session.Id, "k-1", Token));
        Assert.Equal([1], await SeqsAsync(session.Id));
    }

    [Fact]
    public async Task FindAccepted_NamesAreComparedByCharacter()
    {
        var session = SessionRecords.New();
        await Store.AppendAsync(session, SessionRecords.Events(1), SessionRecords.Accepted(session, "Key"));

        Assert.Null(await Store.FindAcceptedAsync(session.Id, "key", Token));
        Assert.Null(await Store.FindAcceptedAsync(session.Id, "Key ", Token));
        Assert.Null(await Store.FindAcceptedAsync(session.Id, "Ke_", Token));
        Assert.NotNull(await Store.FindAcceptedAsync(session.Id, "Key", Token));
    }

    [Fact]
    public async Task FindAccepted_SameNameInTwoSessions_AreApart()
    {
        var one = SessionRecords.New();
        var two = SessionRecords.New();
        var ofOne = SessionRecords.Accepted(one, "k");
        var ofTwo = SessionRecords.Accepted(two, "k");
        await Store.AppendAsync(one, SessionRecords.Events(1), ofOne);
        await Store.AppendAsync(two, SessionRecords.Events(1), ofTwo);

        Assert.Equal(ofOne, await Store.FindAcceptedAsync(one.Id, "k", Token));
        Assert.Equal(ofTwo, await Store.FindAcceptedAsync(two.Id, "k", Token));
    }

    [Fact]
    public async Task Append_NameThatIsKept_IsReplaced()
    {
        var session = SessionRecords.New();
        var later = SessionRecords.Accepted(session, "k", seq: 2) with { Digest = "other" };
        await Store.AppendAsync(session, SessionRecords.Events(1), SessionRecords.Accepted(session, "k"));

        await Store.AppendAsync(session.Grown(2), SessionRecords.Events(2), later);

        Assert.Equal(later, await Store.FindAcceptedAsync(session.Id, "k", Token));
    }

    [Fact]
    public async Task Append_ThatFails_KeepsNoName()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1));
        var kept = SessionRecords.Accepted(session, "kept", seq: 2);

        var failing = Store.AppendAsync(session, SessionRecords.Events(1), SessionRecords.Accepted(session, "lost"));
        var good = Store.AppendAsync(session.Grown(2), SessionRecords.Events(2), kept);

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        await good;
        Assert.Null(await Store.FindAcceptedAsync(session.Id, "lost", Token));
        Assert.Equal(kept, await Store.FindAcceptedAsync(session.Id, "kept", Token));
    }

    [Fact]
    public async Task Append_ThatFails_LeavesTheNameAsItWas()
    {
        var session = SessionRecords.New();
        var kept = SessionRecords.Accepted(session, "k");
        await Store.AppendAsync(session, SessionRecords.Events(1), kept);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Store.AppendAsync(session, SessionRecords.Events(1), kept with { Digest = "other" }));

        Assert.Equal(kept, await Store.FindAcceptedAsync(session.Id, "k", Token));
    }

    [Fact]
    public async Task Append_ManyNamesUnderWay_EachIsFoundOnceAcknowledged()
    {
        var session = SessionRecords.New();
        var calls = Enumerable.Range(1, 300)
            .Select(seq => Store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq), SessionRecords.Accepted(session, $"k{seq}", seq)))
            .ToArray();

        for (var i = 0; i < calls.Length; i++)
        {
            await calls[i];
            Assert.Equal(i + 1, (await Store.FindAcceptedAsync(session.Id, $"k{i + 1}", Token))!.Receipt.Seq);
        }
    }

    [Fact]
    public async Task Restart_KeepsNames()
    {
        var session = SessionRecords.New();
        var accepted = SessionRecords.Accepted(session, "k");
        await Store.AppendAsync(session, SessionRecords.Events(1), accepted);

        await RestartAsync();

        Assert.Equal(accepted, await Store.FindAcceptedAsync(session.Id, "k", Token));
    }

    [Fact]
    public async Task Delete_RemovesTheSessionsNamesAndNoOthers()
    {
        var kept = SessionRecords.New();
        var gone = SessionRecords.New();
        await Store.AppendAsync(kept, SessionRecords.Events(1), SessionRecords.Accepted(kept, "k"));
        await Store.AppendAsync(gone, SessionRecords.Events(1), SessionRecords.Accepted(gone, "k"));

        await Store.DeleteAsync(gone.Id, Token);

        Assert.Null(await Store.FindAcceptedAsync(gone.Id, "k", Token));
        Assert.NotNull(await Store.FindAcceptedAsync(kept.Id, "k", Token));
    }

    [Fact]
    public async Task Append_ToADeletedSession_KeepsNoName()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));
        await Store.DeleteAsync(session.Id, Token);

        await Store.AppendAsync(session.Grown(2), SessionRecords.Events(2), SessionRecords.Accepted(session, "k"));

        Assert.Null(await Store.FindAcceptedAsync(session.Id, "k", Token));
    }

    [Fact]
    public async Task ForgetAccepted_NothingKept_ForgetsNothing() =>
        Assert.Equal(0, await Store.ForgetAcceptedAsync(SessionRecords.Start, 10, Token));

    [Fact]
    public async Task ForgetAccepted_UpToAnInstant_IncludesItAndLeavesWhatIsLater()
    {
        var session = await WithNamesAsync(5);

        var forgotten = await Store.ForgetAcceptedAsync(SessionRecords.Start.AddTicks(3), 10, Token);

        Assert.Equal(3, forgotten);
        Assert.Equal(["k4", "k5"], await NamesAsync(session, 5));
    }

    [Fact]
    public async Task ForgetAccepted_Limit_IsReachedAndNotPassed()
    {
        var session = await WithNamesAsync(5);

        Assert.Equal(2, await Store.ForgetAcceptedAsync(SessionRecords.Start.AddTicks(4), 2, Token));
        Assert.Equal(["k3", "k4", "k5"], await NamesAsync(session, 5));
        Assert.Equal(2, await Store.ForgetAcceptedAsync(SessionRecords.Start.AddTicks(4), 2, Token));
        Assert.Equal(0, await Store.ForgetAcceptedAsync(SessionRecords.Start.AddTicks(4), 2, Token));
        Assert.Equal(["k5"], await NamesAsync(session, 5));
    }

    [Fact]
    public async Task ForgetAccepted_NamesKeptWhileTheClockWasAhead_HideNoneThatAreOver()
    {
        var session = SessionRecords.New();
        int[] ticks = [900, 901, 902, 2, 1];
        for (var seq = 1; seq <= ticks.Length; seq++)
        {
            session = session.Grown(seq);
            var accepted = SessionRecords.Accepted(session, $"k{seq}", seq) with { At = SessionRecords.Start.AddTicks(ticks[seq - 1]) };
            await Store.AppendAsync(session, SessionRecords.Events(seq), accepted);
        }

        Assert.Equal(1, await Store.ForgetAcceptedAsync(SessionRecords.Start.AddTicks(800), 1, Token));
        Assert.Equal(["k1", "k2", "k3", "k4"], await NamesAsync(session, 5));
        Assert.Equal(1, await Store.ForgetAcceptedAsync(SessionRecords.Start.AddTicks(800), 2, Token));
        Assert.Equal(["k1", "k2", "k3"], await NamesAsync(session, 5));
    }

    [Fact]
    public async Task ForgetAccepted_NameGivenAgain_StaysAsLongAsTheLaterOne()
    {
        var session = await WithNamesAsync(2);
        await Store.AppendAsync(session.Grown(3), SessionRecords.Events(3), SessionRecords.Accepted(session, "k1", 3));

        await Store.ForgetAcceptedAsync(SessionRecords.Start.AddTicks(2), 10, Token);

        Assert.Equal(["k1"], await NamesAsync(session, 2));
    }

    [Fact]
    public async Task ForgetAccepted_LeavesRowAndLogAlone()
    {
        var session = await WithNamesAsync(2);

        await Store.ForgetAcceptedAsync(SessionRecords.Start.AddDays(1), 10, Token);

        Assert.Equal(session, await Store.FindAsync(session.Id, Token));
        Assert.Equal([1, 2], await SeqsAsync(session.Id));
    }

    /// <summary>A session with the names k1, k2 and so on, each accepted a tick after the one before.</summary>
    private async Task<SessionRecord> WithNamesAsync(int count)
    {
        var session = SessionRecords.New();
        for (var seq = 1; seq <= count; seq++)
        {
            session = session.Grown(seq);
            await Store.AppendAsync(session, SessionRecords.Events(seq), SessionRecords.Accepted(session, $"k{seq}", seq));
        }

        return session;
    }

    private async Task<IReadOnlyList<string>> NamesAsync(SessionRecord session, int count)
    {
        var found = new List<string>();
        for (var seq = 1; seq <= count; seq++)
        {
            if (await Store.FindAcceptedAsync(session.Id, $"k{seq}", Token) is { } accepted)
            {
                found.Add(accepted.ClientMessageId);
            }
        }

        return found;
    }
}
