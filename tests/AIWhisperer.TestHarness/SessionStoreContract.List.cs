using AIWhisperer.Core.Sessions;

namespace AIWhisperer.TestHarness;

public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task List_NoSessions_ReturnsNothing() => Assert.Empty(await IdsAsync("local", null, 10));

    [Fact]
    public async Task List_GivesNewestChangeFirst()
    {
        var old = await AppendedAsync(SessionRecords.New(updatedAt: SessionRecords.Start));
        var newest = await AppendedAsync(SessionRecords.New(updatedAt: SessionRecords.Start.AddTicks(2)));
        var middle = await AppendedAsync(SessionRecords.New(updatedAt: SessionRecords.Start.AddTicks(1)));

        Assert.Equal([newest.Id, middle.Id, old.Id], await IdsAsync("local", null, 10));
    }

    [Fact]
    public async Task List_AChange_MovesTheSessionToTheFront()
    {
        var one = await AppendedAsync(SessionRecords.New());
        var two = await AppendedAsync(SessionRecords.New(updatedAt: SessionRecords.Start.AddTicks(1)));

        await Store.AppendAsync(one.Grown(2), SessionRecords.Events(2));

        Assert.Equal([one.Id, two.Id], await IdsAsync("local", null, 10));
    }

    [Fact]
    public async Task List_GivesWholeRows()
    {
        var session = await AppendedAsync(SessionRecords.New() with { Title = "Whole", OpenTurns = 2, IsClosed = true, LastSeq = 9 });

        Assert.Equal([session], await Store.ListAsync("local", null, null, 10, Token));
    }

    [Fact]
    public async Task List_GivesTheOwnersSessionsOnly()
    {
        var mine = await AppendedAsync(SessionRecords.New(owner: "me"));
        await AppendedAsync(SessionRecords.New(owner: "you"));

        Assert.Equal([mine.Id], await IdsAsync("me", null, 10));
        Assert.Empty(await IdsAsync("ME", null, 10));
    }

    [Theory]
    [InlineData("plan", "The PLAN of the house")]
    [InlineData("STRASSE", "Eine Strasse weiter")]
    [InlineData("übermut", "ÜBERMUT tut selten gut")]
    [InlineData("ПРИВЕТ", "Скажи привет")]
    [InlineData("οδος", "Η ΟΔΟΣ")]
    [InlineData("\U0001F600", "Smile \U0001F600!")]
    [InlineData("100%", "Is it 100% done?")]
    [InlineData("a_b", "Name A_B")]
    public async Task List_Search_FindsTitlesThatHoldTheText(string search, string title)
    {
        var wanted = await AppendedAsync(SessionRecords.New() with { Title = title });
        await AppendedAsync(SessionRecords.New() with { Title = "Name AxB, 100 of it" });
        await AppendedAsync(SessionRecords.New() with { Title = "" });
        await AppendedAsync(SessionRecords.New(owner: "you") with { Title = title });

        Assert.Equal([wanted], await Store.ListAsync("local", search, null, 10, Token));
    }

    [Fact]
    public async Task List_Search_PagesOverWhatItFinds()
    {
        for (var i = 0; i < 20; i++)
        {
            await AppendedAsync(SessionRecords.New(updatedAt: SessionRecords.Start.AddTicks(i / 3)) with { Title = i % 4 == 1 ? "Found" : "Other" });
        }

        var paged = new List<SessionRecord>();
        IReadOnlyList<SessionRecord> page;
        do
        {
            var last = paged.LastOrDefault();
            page = await Store.ListAsync("local", "found", last is null ? null : new SessionCursor(last.UpdatedAt, last.Id), 2, Token);
            Assert.True(page.Count <= 2);
            paged.AddRange(page);
        }
        while (page.Count > 0);

        Assert.Equal((await Store.ListAsync("local", null, null, 100, Token)).Where(session => session.Title == "Found"), paged);
        Assert.Equal(5, paged.Count);
    }

    [Fact]
    public async Task List_Limit_GivesNoMore()
    {
        for (var i = 0; i < 5; i++)
        {
            await AppendedAsync(SessionRecords.New(updatedAt: SessionRecords.Start.AddTicks(i)));
        }

        Assert.Equal(2, (await IdsAsync("local", null, 2)).Count);
    }

    [Fact]
    public async Task List_PagesOverEqualInstants_GiveEverySessionOnce()
    {
        for (var i = 0; i < 23; i++)
        {
            await AppendedAsync(SessionRecords.New(updatedAt: SessionRecords.Start.AddTicks(i / 6)));
        }

        var paged = new List<SessionRecord>();
        IReadOnlyList<SessionRecord> page;
        do
        {
            var last = paged.LastOrDefault();
            page = await Store.ListAsync("local", null, last is null ? null : new SessionCursor(last.UpdatedAt, last.Id), 4, Token);
            paged.AddRange(page);
        }
        while (page.Count > 0);

        Assert.Equal(23, paged.Count);
        Assert.Equal(await Store.ListAsync("local", null, null, 100, Token), paged);
        Assert.Equal(paged.OrderByDescending(session => session.UpdatedAt).ThenBy(session => session.Id, StringComparer.Ordinal), paged);
    }

    [Fact]
    public async Task List_CursorOfASessionThatIsGone_GoesOnBehindItsPlace()
    {
        var sessions = new List<SessionRecord>();
        for (var i = 0; i < 4; i++)
        {
            sessions.Add(await AppendedAsync(SessionRecords.New(updatedAt: SessionRecords.Start.AddTicks(-i))));
        }

        await Store.DeleteAsync(sessions[1].Id, Token);

        Assert.Equal(
            [sessions[2].Id, sessions[3].Id],
            await IdsAsync("local", new SessionCursor(sessions[1].UpdatedAt, sessions[1].Id), 10));
    }

    [Fact]
    public async Task List_CursorBeyondTheEnd_ReturnsNothing()
    {
        var session = await AppendedAsync(SessionRecords.New());

        Assert.Empty(await IdsAsync("local", new SessionCursor(session.UpdatedAt.AddTicks(-1), session.Id), 10));
    }

    [Fact]
    public async Task Count_GivesTheOwnersSessionsOnly()
    {
        await AppendedAsync(SessionRecords.New(owner: "me"));
        await AppendedAsync(SessionRecords.New(owner: "me"));
        await AppendedAsync(SessionRecords.New(owner: "you"));

        Assert.Equal(2, await Store.CountAsync("me", Token));
        Assert.Equal(0, await Store.CountAsync("nobody", Token));
    }

    [Fact]
    public async Task Count_WithoutAnOwner_GivesTheSessionsOfAll()
    {
        Assert.Equal(0, await Store.CountAsync(null, Token));
        var gone = await AppendedAsync(SessionRecords.New(owner: "me"));
        await AppendedAsync(SessionRecords.New(owner: "me"));
        var grown = await AppendedAsync(SessionRecords.New(owner: "you"), SessionRecords.Event(1));
        await Store.AppendAsync(grown.Grown(2), SessionRecords.Events(2));

        Assert.Equal(3, await Store.CountAsync(null, Token));
        await Store.DeleteAsync(gone.Id, Token);
        Assert.Equal(2, await Store.CountAsync(null, Token));
        await RestartAsync();
        Assert.Equal(2, await Store.CountAsync(null, Token));
    }

    [Fact]
    public async Task Count_FurtherAppends_CountOnce()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));
        await Store.AppendAsync(session.Grown(2), SessionRecords.Events(2));

        Assert.Equal(1, await Store.CountAsync("local", Token));
    }

    [Fact]
    public async Task List_EqualInstants_AreOrderedByTheIdsCodeUnits()
    {
        // A language's own order would put them otherwise, and a cursor that compares in another way than the list would lose some.
        string[] ids = ["-", "B", "Z", "_", "a", "b", "\u00e4"];
        foreach (var id in ids.Reverse())
        {
            await AppendedAsync(SessionRecords.New(id));
        }

        Assert.Equal(ids, await IdsAsync("local", null, 10));
        for (var i = 0; i < ids.Length; i++)
        {
            Assert.Equal(ids[(i + 1)..], await IdsAsync("local", new SessionCursor(SessionRecords.Start, ids[i]), 10));
        }
    }

    [Fact]
    public async Task List_GreatestLimit_GivesAll()
    {
        await AppendedAsync(SessionRecords.New());
        await AppendedAsync(SessionRecords.New());

        Assert.Equal(2, (await IdsAsync("local", null, int.MaxValue)).Count);
    }

    [Fact]
    public async Task List_OwnerThatLooksLikeAPattern_IsJustAName()
    {
        await AppendedAsync(SessionRecords.New(owner: "local"));
        var odd = await AppendedAsync(SessionRecords.New(owner: "%"));

        Assert.Equal([odd.Id], await IdsAsync("%", null, 10));
        Assert.Empty(await IdsAsync("l_cal", null, 10));
        Assert.Equal(1, await Store.CountAsync("%", Token));
    }

    [Fact]
    public async Task List_PagesWhileSessionsChange_GiveNoSessionTwiceAndMissNoneAtRest()
    {
        var sessions = new List<SessionRecord>();
        for (var i = 0; i < 20; i++)
        {
            sessions.Add(await AppendedAsync(SessionRecords.New(updatedAt: SessionRecords.Start.AddTicks(-i))));
        }

        var seen = new List<string>();
        SessionCursor? cursor = null;
        for (var page = 0; page < 5; page++)
        {
            var rows = await Store.ListAsync("local", null, cursor, 4, Token);
            seen.AddRange(rows.Select(row => row.Id));
            cursor = rows.Count == 0 ? cursor : new SessionCursor(rows[^1].UpdatedAt, rows[^1].Id);

            // One that was given already and one that is still to come move to the front.
            await Store.AppendAsync(sessions[page].Grown(1000 + page), []);
            await Store.AppendAsync(sessions[19 - page].Grown(2000 + page), []);
        }

        Assert.Distinct(seen);
        Assert.Subset(seen.ToHashSet(), sessions[5..15].Select(session => session.Id).ToHashSet());
    }

    [Fact]
    public async Task List_OwnerChanges_MovesTheSession()
    {
        var session = await AppendedAsync(SessionRecords.New(owner: "me"));

        await Store.AppendAsync(session with { Owner = "you" }, []);

        Assert.Empty(await IdsAsync("me", null, 10));
        Assert.Equal([session.Id], await IdsAsync("you", null, 10));
        Assert.Equal((0, 1), (await Store.CountAsync("me", Token), await Store.CountAsync("you", Token)));
    }

    [Fact]
    public async Task List_ChangeToAnEarlierInstant_MovesTheSessionBack()
    {
        var one = await AppendedAsync(SessionRecords.New(updatedAt: SessionRecords.Start.AddTicks(2)));
        var two = await AppendedAsync(SessionRecords.New(updatedAt: SessionRecords.Start.AddTicks(1)));

        await Store.AppendAsync(one with { UpdatedAt = SessionRecords.Start }, []);

        Assert.Equal([two.Id, one.Id], await IdsAsync("local", null, 10));
    }

    [Fact]
    public async Task Count_ClosedSessions_AreCountedAndListed()
    {
        var closed = await AppendedAsync(SessionRecords.New() with { IsClosed = true });

        Assert.Equal(1, await Store.CountAsync("local", Token));
        Assert.Equal([closed.Id], await IdsAsync("local", null, 10));
    }
}
