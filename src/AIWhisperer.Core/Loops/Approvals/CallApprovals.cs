using System.Text.Json;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops.Approvals;

/// <summary>Lets the calls of one turn run, refuses them, or asks a person. Belongs to one turn.</summary>
/// <param name="turnId">The turn.</param>
/// <param name="config">The agent's settings.</param>
/// <param name="host">The session.</param>
/// <param name="sessionId">The session's id.</param>
/// <param name="timeout">How long a question waits for its answer.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="wait">Is told which calls wait.</param>
internal sealed class CallApprovals(
    string turnId, AILoopConfig config, ILoopHost host, string sessionId, TimeSpan timeout, TimeProvider clock, PersonWait wait)
{
    private readonly ApprovalPolicy _policy = new(config.Agent.Approval);

    /// <summary>Refuses the calls that a rule refuses, and makes the questions of those that a person is to be asked about.</summary>
    /// <param name="calls">The calls of a round.</param>
    /// <param name="granted">What the agent may call.</param>
    /// <param name="isUntrusted">Whether the agent has read what nobody vouches for.</param>
    /// <param name="usage">What the turn took so far.</param>
    /// <param name="turnToken">The turn's own token.</param>
    /// <returns>The new questions; they must be durable before the calls go on.</returns>
    public async Task<List<ApprovalQuestion>> ReviewAsync(
        IEnumerable<OpenCall> calls, GrantedTools granted, bool isUntrusted, TurnUsage usage, CancellationToken turnToken)
    {
        var questions = new List<ApprovalQuestion>();
        ApprovalLog? known = null;
        foreach (var call in calls)
        {
            // What cannot run is nothing to ask about: whoever is to run it says what is wrong.
            if (call.Outcome is not null
                || granted.Find(call.Name) is not { OffBecause: null } tool
                || ToolArguments.FindFault(tool.Function, call.Content) is not null)
            {
                await TakeBackAsync(call.Question);
                continue;
            }

            var verdict = _policy.Decide(tool, call.Arguments, isUntrusted);
            if (verdict.Decision == ApprovalDecision.Never)
            {
                call.Outcome = ToolOutcome.NotRun($"'{tool.Name}' was not run. {verdict.Reason}");
            }
            else if (verdict.Decision == ApprovalDecision.Ask && call.Question is null)
            {
                known ??= await host.LoadApprovalsAsync(turnToken);
                var effect = JsonNamingPolicy.CamelCase.ConvertName($"{tool.Effect}");
                var hash = HashOf(call);
                if (!known.Covers(config.Agent.Id, tool.Name, effect, hash, isUntrusted))
                {
                    questions.Add(Ask(call, effect, hash, verdict.Reason, isUntrusted, usage));
                }
            }
        }

        return questions;
    }

    /// <summary>Waits until a person has answered what was asked about the call.</summary>
    /// <returns>Why it does not run; null when it may.</returns>
    public async Task<ToolOutcome?> AwaitAsync(OpenCall call, CancellationToken turnToken)
    {
        if (call.Question is not { } question)
        {
            return null;
        }

        wait.BeginWait();
        var answer = await question.WaitAsync(timeout, turnToken);
        wait.EndWait();
        host.Approvals.Close(question);
        return answer.Resolution switch
        {
            ApprovalResolution.Approved => null,
            ApprovalResolution.Refused => ToolOutcome.NotRun(
                $"'{call.Name}' was not run: a person refused the call.{(answer.Reason is null ? "" : $" The reason given: {answer.Reason}")}"),
            ApprovalResolution.Expired => ToolOutcome.NotRun(
                $"'{call.Name}' was not run: a person was asked, and nobody answered in time."),
            _ => ToolOutcome.NotRun($"'{call.Name}' was not run: the question whether it may was taken back."),
        };
    }

    /// <summary>
    /// Takes note in the log that an approved call begins: a server that stops after this cannot know whether it had its effect.
    /// </summary>
    /// <returns>Why it does not run; null when it may.</returns>
    public async Task<ToolOutcome?> BeginAsync(OpenCall call)
    {
        if (call.Question is not { } question)
        {
            return null;
        }

        if (HashOf(call) != question.Asked.Hash)
        {
            return ToolOutcome.NotRun($"'{call.Name}' was not run: it is not the call that a person approved.");
        }

        if (question.IsExpired)
        {
            return ToolOutcome.NotRun($"'{call.Name}' was not run: a person approved it, but too long ago.");
        }

        await host.AppendAsync(new ToolProgressed(call.CallId, call.Name, "Approved; it begins.", null, null)
        {
            AgentId = config.Agent.Id,
            TurnId = turnId,
        });
        return null;
    }

    /// <summary>The turn ends: nobody can answer any more.</summary>
    /// <returns>What the log is to hear of it; null when there was an answer, or no question.</returns>
    public async Task<SessionEvent?> WithdrawAsync(OpenCall call)
    {
        if (call.Question is not { } question)
        {
            return null;
        }

        var withdrawn = await question.WithdrawAsync();
        host.Approvals.Close(question);
        return withdrawn;
    }

    /// <summary>A question from before the server was stopped, about a tool that is gone since.</summary>
    private static async Task TakeBackAsync(ApprovalQuestion? question)
    {
        if (question is not null)
        {
            await question.TryResolveAsync(ApprovalResolution.Withdrawn, Actor.System, "The agent's tool cannot be called any more.");
        }
    }

    private ApprovalQuestion Ask(OpenCall call, string effect, string hash, string reason, bool isUntrusted, TurnUsage usage)
    {
        var asked = new ToolApprovalRequired(
            RandomId.New(), call.CallId, call.Name, call.Arguments, effect, hash, reason, clock.GetUtcNow() + timeout)
        {
            AgentId = config.Agent.Id,
            TurnId = turnId,
            Untrusted = isUntrusted,
            Usage = usage,
        };
        var question = new ApprovalQuestion(asked, host, clock);
        call.Question = question;

        // Before anybody can see it: an answer may come at once.
        host.Approvals.Add(question);
        return question;
    }

    /// <summary>Of what will run, not of what was logged.</summary>
    private string HashOf(OpenCall call) =>
        CallHash.Of(call.Name, JsonSerializer.SerializeToElement(call.Content.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions), sessionId, host.Owner);
}
