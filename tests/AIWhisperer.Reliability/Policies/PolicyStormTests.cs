using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using AIWhisperer.Reliability.Following;
using AIWhisperer.ServerHarness;

namespace AIWhisperer.Reliability.Policies;

/// <summary>Many senders at once, each with a policy by chance, on busy agents that call tools.</summary>
public sealed class PolicyStormTests
{
    private static readonly string?[] s_policies = [null, "reject", "enqueue", "interrupt", "rollback", "steer"];

    [Fact]
    public async Task Storm_AnyPolicies_EveryMessageHasItsEndAndTheHistoryHolds()
    {
        await using var server = await TestServer.StartAsync();
        var count = Scale.Of(300, 5_000);
        server.Upstream.ScriptAlways("model-a", reply =>
        {
            if (Random.Shared.Next(3) == 0)
            {
                reply.Text("Let me see.").ToolCall("c1", "get_current_time", $$"""{"n":{{Random.Shared.Next()}}}""").ToolCall("c2", "unknown", "{}");
            }
            else
            {
                reply.Texts("Well, ", "that ", "is ", "it.");
            }
        });
        await using var hub = await PolicySender.ConnectAsync(server, Wire.Hub);
        await using var http = await PolicySender.ConnectAsync(server, Wire.Http);
        var accepted = new ConcurrentBag<(string Session, string Turn, string Message)>();
        var refused = new ConcurrentDictionary<string, int>();
        var watch = Stopwatch.StartNew();
        var sessions = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            sessions.Add(await server.CreateSessionAsync());
        }

        await Rounds.RunAsync(number => number < count, atOnce: 16, async (number, random) =>
        {
            var session = sessions[random.Next(sessions.Count)];
            var sender = random.Next(2) == 0 ? hub : http;
            var (receipt, refusal) = await sender.TrySendAsync(session, $"Message {number}.", s_policies[random.Next(s_policies.Length)]);
            if (receipt is { } taken)
            {
                accepted.Add((session, taken.GetProperty("turnId").GetString()!, taken.GetProperty("messageId").GetString()!));
            }
            else
            {
                refused.AddOrUpdate(refusal!, 1, (_, before) => before + 1);
            }
        });

        var endings = new ConcurrentDictionary<string, int>();
        foreach (var (session, turn, message) in accepted)
        {
            var ended = await server.WaitForEndAsync(session, turn);
            Assert.Contains(
                message,
                ended.GetProperty("steering").EnumerateArray().Prepend(ended.GetProperty("message")).Select(view => view.GetProperty("messageId").GetString()));
            endings.AddOrUpdate(ended.GetProperty("rolledBack").GetBoolean() ? "rolled back" : ended.GetProperty("status").GetString()!, 1, (_, before) => before + 1);
        }

        Assert.Empty(refused.Keys.Except(["agent_busy", "queue_full"]));
        Assert.DoesNotContain("failed", endings.Keys);
        foreach (var session in sessions)
        {
            server.Upstream.ScriptAlways("model-a", reply => reply.Text("Done."));
            var last = await server.CallAsync(HttpMethod.Post, $"/api/sessions/{session}/turns", """{"text":"Last."}""");
            Assert.Equal("completed", last.GetProperty("status").GetString());
            CheckLog(await server.StoredEventsAsync(session));
        }

        Figures.Print("policies", $"{count} messages at once from 16 senders to 10 busy agents: {accepted.Count} accepted ("
            + string.Join(", ", endings.OrderBy(ending => ending.Key).Select(ending => $"{ending.Value} {ending.Key}"))
            + $"), {refused.Values.Sum()} refused, 0 without an end, 0 histories refused; {watch.Elapsed.TotalSeconds:0.0} s, seed {Scale.Seed}");
    }

    /// <summary>One turn at a time, each with exactly one ending, and none that runs after its ending.</summary>
    private static void CheckLog(IReadOnlyList<JsonElement> log)
    {
        string? running = null;
        var ended = new HashSet<string>();
        foreach (var item in log.Where(item => item.TryGetProperty("turnId", out _)))
        {
            var (type, turn) = (item.GetProperty("type").GetString()!, item.GetProperty("turnId").GetString()!);
            Assert.DoesNotContain(turn, ended);
            switch (type)
            {
                case "turn.started":
                    Assert.Null(running);
                    running = turn;
                    break;
                case "turn.completed" or "turn.cancelled" or "turn.failed" or "turn.interrupted":
                    ended.Add(turn);
                    running = running == turn ? null : running;
                    break;
                case "message.completed" or "tool.requested" or "tool.completed" or "turn.steered":
                    Assert.Equal(running, turn);
                    break;
            }
        }

        Assert.Null(running);
    }
}
