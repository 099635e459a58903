using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>Calls that a client makes itself: turns without a model, each in a loop of its own.</summary>
public sealed class CallerTests
{
    private const string Agents = """
        alice:
          name: "Alice"
          prompt: "You are Alice."
          ai_config: { model: model-a }
          allow_tools: [get_current_time]
          continuation: { require_explicit_signal: true, max_iterations: 1 }
          limits: { max_concurrent_calls: 1 }
        careful:
          name: "Careful"
          prompt: "You are careful."
          ai_config: { provider: locked, model: model-a }
          allow_tools: [get_current_time]
          approval: [{ tool: get_current_time, decision: ask }]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_LeavesNoLoopBehind()
    {
        await using var host = await CoreHost.StartAsync(Token, Agents);
        var session = await host.CreateSessionAsync(Token);

        var turn = await CallAsync(session, "alice", "{}");
        while (host.Loops.List().Count > 0)
        {
            await Task.Yield();
            Token.ThrowIfCancellationRequested();
        }

        Assert.Equal(TurnStatus.Completed, turn.Status);
        Assert.Equal(ToolCallOutcome.Succeeded, Assert.Single(turn.ToolCalls).Outcome);
    }

    [Fact]
    public async Task Call_OfToolsOfAnAgentWithoutAModel_IsRunWhenAPersonAgrees()
    {
        await using var host = await CoreHost.StartAsync(Token, Agents);
        var session = await host.CreateSessionAsync(Token);

        var sent = await SendAsync(session, "careful", "{}");
        var asked = (ToolApprovalRequired)(await session.AttachAsync(0, Token).UntilAsync(read => read is ToolApprovalRequired, Token))[^1];
        await session.ResolveApprovalAsync(asked.ApprovalId, new ApprovalAnswer(ApprovalChoice.Approve), Token);
        var turn = await session.WaitForTurnAsync(sent.TurnId, Token);

        Assert.Equal((TurnStatus.Completed, ToolCallOutcome.Succeeded), (turn.Status, Assert.Single(turn.ToolCalls).Outcome));
        Assert.Empty(host.Upstream.Requests);
    }

    [Fact]
    public async Task Call_WithArgumentsThatDoNotFit_IsNotRun_AndSaysWhatFits()
    {
        await using var host = await CoreHost.StartAsync(Token, Agents);
        var session = await host.CreateSessionAsync(Token);

        var turn = await CallAsync(session, "alice", """{"time_zone":7}""");

        var call = Assert.Single(turn.ToolCalls);
        Assert.Equal(ToolCallOutcome.Failed, call.Outcome);
        Assert.Contains("'time_zone' is of the wrong type", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_OfAToolThatIsNotGrantedAnyMore_IsNotRun()
    {
        await using var host = await CoreHost.StartAsync(Token, Agents);
        var session = await host.CreateSessionAsync(Token);
        var sent = await SendAsync(session, "careful", "{}");
        var asked = (ToolApprovalRequired)(await session.AttachAsync(0, Token).UntilAsync(read => read is ToolApprovalRequired, Token))[^1];
        await host.WriteAgentsAsync(Agents[..Agents.LastIndexOf("allow_tools", StringComparison.Ordinal)], Token);

        await host.RestartAsync(Token);
        var again = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        var turn = await again.WaitForTurnAsync(sent.TurnId, Token);

        Assert.Contains("was not run: the question whether it may was taken back", Assert.Single(turn.ToolCalls).Error, StringComparison.Ordinal);
        Assert.Equal((asked.ApprovalId, ApprovalResolution.Withdrawn), (turn.ToolCalls[0].Approval!.ApprovalId, turn.ToolCalls[0].Approval!.Resolution));
    }

    /// <summary>One call waits for a person, another of the same caller has just begun when the server dies: both are in one log.</summary>
    [Fact]
    public async Task Call_ThatGoesOnAfterARestart_IsItsOwnOnly()
    {
        await using var host = await CoreHost.StartAsync(Token, Agents);
        var session = await host.CreateSessionAsync(Token);
        var sent = await SendAsync(session, "careful", "{}");
        var asked = (ToolApprovalRequired)(await session.AttachAsync(0, Token).UntilAsync(read => read is ToolApprovalRequired, Token))[^1];
        var other = RandomId.New();
        await session.AppendAsync(
            new MessageAdded(RandomId.New(), "user", """{"name":"get_current_time","arguments":{"time_zone":"Europe/Rome"}}""")
            {
                AgentId = "caller:careful",
                TurnId = other,
            },
            new TurnStarted("caller", "none", "r") { AgentId = "caller:careful", TurnId = other });

        await host.RestartAsync(Token);
        var again = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        await again.ResolveApprovalAsync(asked.ApprovalId, new ApprovalAnswer(ApprovalChoice.Approve), Token);
        var turn = await again.WaitForTurnAsync(sent.TurnId, Token);

        Assert.Equal(["{}"], turn.ToolCalls.Select(call => $"{call.Arguments}"));
        Assert.Equal((TurnStatus.Completed, FinishReason.Empty), (turn.Status, turn.FinishReason));
    }

    [Fact]
    public async Task Calls_ThatWaitForAPerson_TakeNoAgentsLoop()
    {
        await using var host = await CoreHost.StartAsync(Token, Agents, ("AIWhisperer:Loops:MaxLoopsPerSession", 1));
        var session = await host.CreateSessionAsync(Token);
        await SendAsync(session, "careful", "{}");
        await SendAsync(session, "careful", "{}");
        await session.AttachAsync(0, Token).Where(logged => logged.Type == EventTypes.ToolApprovalRequired).Take(2).LastAsync(Token);

        var answer = await session.WaitForTurnAsync((await session.SendAsync(new NewMessage("Hello", "alice"), Token)).TurnId, Token);

        Assert.Equal(TurnStatus.Completed, answer.Status);
    }

    private static async Task<TurnView> CallAsync(Session session, string agentId, string arguments) =>
        await session.WaitForTurnAsync((await SendAsync(session, agentId, arguments)).TurnId, Token);

    private static Task<TurnReceipt> SendAsync(Session session, string agentId, string arguments) => session.SendAsync(
        new NewMessage($$"""{"name":"get_current_time","arguments":{{arguments}}}""", agentId) { IsCall = true }, Token);
}
