namespace AIWhisperer.TestHarness;

public abstract partial class SessionStoreContract
{
    /// <summary>Readers and writers never shut each other out, so not one call may fail.</summary>
    [Fact]
    public async Task Write_64TasksThatWriteAndRead_NeverMeetALock()
    {
        var written = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(
            async () =>
            {
                var session = SessionRecords.New();
                for (var seq = 1; seq <= 200; seq++)
                {
                    await Store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq));
                    if (seq % 50 == 0)
                    {
                        Assert.Equal(seq, (await SeqsAsync(session.Id)).Count);
                    }
                }

                return session.Id;
            },
            Token)));

        Assert.Equal(64, await Store.CountAsync("local", Token));
        foreach (var id in written)
        {
            Assert.Equal(Enumerable.Range(1, 200).Select(seq => (long)seq), await SeqsAsync(id));
        }
    }

    [Fact]
    public async Task Write_OneSessionFromManyThreads_KeepsEveryEventAndAWholeRow()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));

        await Task.WhenAll(Enumerable.Range(2, 300).Select(seq => Task.Run(
            () => Store.AppendAsync(session.Grown(seq) with { Title = $"Title {seq}" }, SessionRecords.Events(seq)), Token)));

        Assert.Equal(Enumerable.Range(1, 301).Select(seq => (long)seq), await SeqsAsync(session.Id));
        var found = (await Store.FindAsync(session.Id, Token))!;
        Assert.Equal(session.Grown(found.LastSeq) with { Title = $"Title {found.LastSeq}" }, found);
    }

    [Fact]
    public async Task Write_TwoSessionsInOppositeOrders_NeverDeadlocks()
    {
        var one = await AppendedAsync(SessionRecords.New());
        var two = await AppendedAsync(SessionRecords.New());

        await Task.WhenAll(Enumerable.Range(1, 200).Select(seq => Task.Run(
            () =>
            {
                var (first, second) = seq % 2 == 0 ? (one, two) : (two, one);
                return Task.WhenAll(
                    Store.AppendAsync(first.Grown(seq), SessionRecords.Events(seq)),
                    Store.AppendAsync(second.Grown(seq), SessionRecords.Events(seq)));
            },
            Token)));

        Assert.Equal(200, (await SeqsAsync(one.Id)).Count);
        Assert.Equal(200, (await SeqsAsync(two.Id)).Count);
    }

    [Fact]
    public async Task Create_ManySessionsAtOnce_CountsAndListsThemAll()
    {
        var sessions = Enumerable.Range(0, 300).Select(i => SessionRecords.New(updatedAt: SessionRecords.Start.AddTicks(i % 10))).ToArray();

        await Task.WhenAll(sessions.Select(session => Task.Run(() => Store.AppendAsync(session, SessionRecords.Events(1)), Token)));

        Assert.Equal(300, await Store.CountAsync("local", Token));
        Assert.Equal(
            sessions.OrderByDescending(session => session.UpdatedAt).ThenBy(session => session.Id, StringComparer.Ordinal),
            await Store.ListAsync("local", null, null, 1000, Token));
    }

    [Fact]
    public async Task Read_ManyAtOnce_GiveEachCallerItsOwn()
    {
        var sessions = Enumerable.Range(1, 8).Select(_ => SessionRecords.New()).ToArray();
        for (var i = 0; i < sessions.Length; i++)
        {
            await Store.AppendAsync(sessions[i], [.. Enumerable.Range(1, 10 * (i + 1)).Select(seq => SessionRecords.Event(seq, turnId: $"t{i}"))]);
        }

        await Task.WhenAll(Enumerable.Range(0, 256).Select(call => Task.Run(
            async () =>
            {
                var i = call % sessions.Length;
                var read = await Store.ReadAsync(new(sessions[i].Id) { TurnId = call % 2 == 0 ? null : $"t{i}" }, Token);
                Assert.Equal(10 * (i + 1), read.Count);
                Assert.All(read, item => Assert.Equal($"t{i}", item.TurnId));
                Assert.Equal(sessions[i], await Store.FindAsync(sessions[i].Id, Token));
            },
            Token)));
    }

    [Fact]
    public async Task Find_WhileAppendsAreUnderWay_NeverGoesBack()
    {
        var session = await AppendedAsync(SessionRecords.New().Grown(1), SessionRecords.Event(1));
        var writing = Task.Run(
            async () =>
            {
                for (var seq = 2; seq <= 300; seq += 3)
                {
                    await Task.WhenAll(
                        Store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq)),
                        Store.AppendAsync(session.Grown(seq + 1), SessionRecords.Events(seq + 1)),
                        Store.AppendAsync(session.Grown(seq + 2), SessionRecords.Events(seq + 2)));
                }
            },
            Token);
        var last = 0L;
        do
        {
            var found = (await Store.FindAsync(session.Id, Token))!.LastSeq;
            Assert.True(found >= last, $"{last} was followed by {found}.");
            last = found;
        }
        while (!writing.IsCompleted);
        await writing;
    }

    [Fact]
    public async Task Append_OneOfManySessionsFails_TheOthersGoOn()
    {
        var bad = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(
            async () =>
            {
                var session = SessionRecords.New();
                for (var seq = 1; seq <= 20; seq++)
                {
                    await Store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq));
                    await Assert.ThrowsAsync<InvalidOperationException>(() => Store.AppendAsync(bad, SessionRecords.Events(1)));
                }

                Assert.Equal(20, (await SeqsAsync(session.Id)).Count);
            },
            Token)));

        Assert.Equal(bad, await Store.FindAsync(bad.Id, Token));
    }
}
