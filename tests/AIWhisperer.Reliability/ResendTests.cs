using System.Diagnostics;
using System.Text.Json;
using AIWhisperer.Reliability.Following;
using AIWhisperer.Reliability.Resending;
using AIWhisperer.ServerHarness;

namespace AIWhisperer.Reliability;

/// <summary>Replies are lost and messages sent again, on both wires, at the same time and over a restart: each is answered once.</summary>
public sealed class ResendTests
{
    private const int MessagesASession = 10, AtOnce = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_WhoseRepliesAreDropped_RunOnce()
    {
        var count = Scale.Of(500, 10_000);
        await using var server = await TestServer.StartAsync(
            ("AIWhisperer:Loops:MaxQueuedTurns", $"{MessagesASession}"),

            // Turns that run may end: an interrupted one might not have called its model.
            ("AIWhisperer:Loops:ShutdownGrace", "00:01:00"));
        var sessions = new string[count / MessagesASession];
        await Parallel.ForAsync(0, sessions.Length, Token, async (number, _) => sessions[number] = await server.CreateSessionAsync());
        var conversations = sessions.Select(Messages).ToArray();
        var comings = new ServerComings();
        await using var clients = new ResendingClients(server.Address, comings, pairs: AtOnce);
        var isHalfDone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = Stopwatch.StartNew();

        var sending = Rounds.RunAsync(number => number < sessions.Length, AtOnce, async (number, random) =>
        {
            if (number == sessions.Length / 2)
            {
                isHalfDone.SetResult();
            }

            await clients.SendAsync(conversations[number], random);
        });
        await await Task.WhenAny(sending, isHalfDone.Task);
        comings.Leave();
        await server.RestartAsync();
        clients.MoveTo(server.Address);
        comings.Return();
        await sending;

        await Parallel.ForEachAsync(conversations, Token, async (messages, _) => await CheckAsync(server, messages));
        var called = server.Upstream.Requests.Select(request => request.Messages[^1]).ToList();
        Assert.Equal(conversations.SelectMany(messages => messages).Select(message => $"user: {message.Text}").Order(), called.Order());
        Figures.Print("resends", $"{count} messages in {clients.Sends} sends ({clients.HubSends} on the hub, {clients.Raced} messages raced), "
            + $"{clients.Dropped} replies dropped, {clients.CutByRestart} cut by a restart; {called.Count} model calls, 0 second runs; "
            + $"{watch.Elapsed.TotalSeconds:0.0} s, seed {Scale.Seed}");
    }

    private static NamedMessage[] Messages(string session) =>
        [.. Enumerable.Range(0, MessagesASession).Select(number => new NamedMessage(session, $"{session}-{number}"))];

    /// <summary>The log has each message once, under the turn that every answer named; that turn was answered.</summary>
    private static async Task CheckAsync(TestServer server, IReadOnlyList<NamedMessage> messages)
    {
        // Turns of one agent run in order: when the last has ended, all have.
        var last = messages[^1];
        using var replay = await server.SendAsync(
            HttpMethod.Post,
            $"/api/sessions/{last.Session}/turns",
            JsonSerializer.Serialize(new { text = last.Text }),
            null,
            ("Idempotency-Key", last.Id));
        Assert.Equal("true", replay.Headers.GetValues("Idempotency-Replayed").Single());
        await replay.Content.ReadAsStringAsync(Token);

        var stored = await server.StoredEventsAsync(last.Session);
        var added = stored.Where(item => item.GetProperty("type").ValueEquals("message.added")).ToDictionary(
            item => item.GetProperty("clientMessageId").GetString()!, item => item.GetProperty("turnId").GetString()!);
        var completed = stored.Where(item => item.GetProperty("type").ValueEquals("turn.completed"))
            .Select(item => item.GetProperty("turnId").GetString()!);
        Assert.Equal(messages.Select(message => message.Id).Order(), added.Keys.Order());
        Assert.Equal(added.Values.Order(), completed.Order());
        Assert.All(messages, message => Assert.All(message.Turns, turn => Assert.Equal(added[message.Id], turn)));
    }
}
