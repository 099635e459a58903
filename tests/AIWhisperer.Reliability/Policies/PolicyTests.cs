using System.Text.Json;
using AIWhisperer.Reliability.Following;
using AIWhisperer.ServerHarness;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Reliability.Policies;

/// <summary>A message to a busy agent has the same defined outcome on every wire, whoever chose the policy.</summary>
public sealed class PolicyTests
{
    public static TheoryData<string, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, bool>();
            foreach (var policy in (string[])["reject", "enqueue", "interrupt", "rollback", "steer"])
            {
                foreach (var isHub in (bool[])[true, false])
                {
                    cases.Add(policy, isHub, true);
                    cases.Add(policy, isHub, false);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task BusyAgent_AnyPolicy_HasItsOutcome(string policy, bool isHub, bool isPerCall)
    {
        await using var server = await TestServer.StartAsync(new TestServerSetup
        {
            Agents = $$"""
                alice:
                  name: "Alice"
                  prompt: "You are Alice."
                  on_busy: {{(isPerCall ? "enqueue" : policy)}}
                  ai_config: { model: model-a }
                """,
        });
        await using var sender = await PolicySender.ConnectAsync(server, isHub ? Wire.Hub : Wire.Http);
        var gate = new UpstreamGate();
        server.Upstream.Script("model-a", reply => reply.Text("Paris").Gate(gate).Text(" it is."));
        var session = await server.CreateSessionAsync();
        var first = await sender.SendAsync(session, "Where to?", null);
        await gate.Reached.WaitAsync(TestContext.Current.CancellationToken);

        var (second, refusal) = await sender.TrySendAsync(session, "Rome?", isPerCall ? policy : null);
        gate.Open();
        var firstEnd = await server.WaitForEndAsync(session, Id(first));
        var secondEnd = second is { } receipt ? await server.WaitForEndAsync(session, Id(receipt)) : default;
        var asked = await server.CallAsync(HttpMethod.Post, $"/api/sessions/{session}/turns", """{"text":"Last."}""");

        Assert.Equal("completed", asked.GetProperty("status").GetString());
        Assert.Equal(policy == "reject" ? "agent_busy" : null, refusal);
        Assert.Equal(policy is "interrupt" or "rollback" ? "cancelled" : "completed", firstEnd.GetProperty("status").GetString());
        Assert.Equal(policy == "rollback", firstEnd.GetProperty("rolledBack").GetBoolean());
        Assert.Equal(policy == "reject" ? JsonValueKind.Undefined : JsonValueKind.Object, secondEnd.ValueKind);
        Assert.Equal(policy == "steer", second is { } joined && Id(joined) == Id(first));
        Assert.Equal(
            policy switch
            {
                "reject" => ["user: Where to?", "assistant: Paris it is.", "user: Last."],
                "interrupt" => ["user: Where to?", "assistant: Paris", "user: Rome?", "assistant: model-a heard: Rome?", "user: Last."],
                "rollback" => ["user: Rome?", "assistant: model-a heard: Rome?", "user: Last."],
                _ => ["user: Where to?", "assistant: Paris it is.", "user: Rome?", "assistant: model-a heard: Rome?", "user: Last."],
            },
            server.Upstream.Requests[^1].Messages.Skip(1));
        Assert.Equal(0, (await server.CallAsync(HttpMethod.Get, $"/api/sessions/{session}")).GetProperty("openTurns").GetInt32());
    }

    private static string Id(JsonElement receipt) => receipt.GetProperty("turnId").GetString()!;
}
