using System.Text.Json;
using AIWhisperer.Core.Events;
using FsCheck;
using FsCheck.Fluent;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Reliability.Histories;

/// <summary>Makes logs of two agents' turns: sane ones, and ones that no server should ever have written.</summary>
internal static class Logs
{
    private static readonly JsonElement s_arguments = JsonElement.Parse("""{"path":"a"}""");

    private static readonly TurnTimings s_timings = new(0, null, 0);

    public static string[] Agents { get; } = ["alice", "debbie"];

    /// <summary>Events in any order with few names, so that they meet; null where a model is called.</summary>
    public static Gen<SessionEvent?[]> Garbage =>
        from length in Gen.Choose(0, 60)
        from steps in Gen.ArrayOf(GarbageStep, length)
        select steps;

    /// <summary>Turns one after the other, as a server writes them, with all endings, switches, steering and calls cut off.</summary>
    public static Gen<SessionEvent[]> Conversations =>
        from turns in Gen.Choose(0, 8)
        from parts in Gen.CollectToArray(Enumerable.Range(0, turns), Turn)
        select parts.SelectMany(part => part).ToArray();

    private static Gen<SessionEvent?> GarbageStep =>
        from agent in Gen.Elements(Agents[0], Agents[0], Agents[0], Agents[0], Agents[1])
        from turn in Gen.Elements("t1", "t1", "t1", "t2")
        from name in Gen.Elements("c1", "c2", "c3")
        from step in Gen.Elements<SessionEvent?>(
            null,
            new MessageAdded(name, "user", $"Hi {name}"),
            new MessageAdded(name, "user", $"Hi {name}"),
            new MessageAdded(name, "user", $"Rather {name}") { Steers = true },
            new TurnStarted("p", "m", "r"),
            new TurnStarted("p", "m", "r"),
            new TurnStarted("p", "m", "r"),
            new TurnSteered([name]),
            new MessageCompleted(name, MessageChannel.Final, $"Well, {name}"),
            new MessageCompleted(name, MessageChannel.Analysis, "Hmm"),
            new ToolRequested(name, "tool", s_arguments),
            new ToolRequested(name, "tool", s_arguments),
            new ToolRequested(name, "tool", s_arguments),
            new ToolRequested(name, "tool", s_arguments),
            new ToolCompleted(name, "tool", ToolCallOutcome.Succeeded, $"found {name}", null, 1),
            new ToolCompleted(name, "tool", ToolCallOutcome.Succeeded, $"found {name}", null, 1),
            new ToolCompleted(name, "tool", ToolCallOutcome.Failed, null, "no", 1),
            new AgentSwitched(agent, Agents[0], Actor.User, new CarryOverRecord(CarryOverPolicy.Full, 1)),
            new TurnCompleted(FinishReason.Stop, TurnUsage.None, s_timings),
            new TurnCancelled(Actor.User, TurnUsage.None, s_timings) { ReplacedBy = "t9", RolledBack = name == "c1" },
            new TurnInterrupted("crash"))
        select step is null ? null : step with { AgentId = agent, TurnId = turn };

    private static Gen<SessionEvent[]> Turn(int number) =>
        from agent in Gen.Elements(Agents)
        from switches in Gen.Elements(true, false, false)
        from starts in Gen.Elements(true, true, true, true, false)
        from rounds in Gen.Choose(0, 3)
        from steps in Gen.CollectToArray(Enumerable.Range(0, rounds), round => Round(number, round))
        from ending in Gen.Elements<SessionEvent>(
            new TurnCompleted(FinishReason.Stop, TurnUsage.None, s_timings),
            new TurnCompleted(FinishReason.Stop, TurnUsage.None, s_timings),
            new TurnCancelled(Actor.User, TurnUsage.None, s_timings),
            new TurnCancelled(Actor.User, TurnUsage.None, s_timings) { ReplacedBy = "next" },
            new TurnCancelled(Actor.User, TurnUsage.None, s_timings) { ReplacedBy = "next", RolledBack = true },
            new TurnFailed(new TurnError("code", "message", true), TurnUsage.None, s_timings),
            new TurnInterrupted("crash"))
        select (SessionEvent[])
        [
            .. switches
                ? [new AgentSwitched("any", agent, Actor.User, new CarryOverRecord(CarryOverPolicy.Full, 0)) { AgentId = agent }]
                : Array.Empty<SessionEvent>(),
            .. ((SessionEvent[])
            [
                new MessageAdded($"m{number}", "user", $"Question {number}"),
                .. starts ? [new TurnStarted("p", "m", "r"), .. steps.SelectMany(step => step)] : Array.Empty<SessionEvent>(),
                ending,
            ]).Select(step => step with { AgentId = agent, TurnId = $"t{number}" }),
        ];

    private static Gen<SessionEvent[]> Round(int turn, int round) =>
        from answers in Gen.Elements(true, false)
        from steers in Gen.Elements(true, false, false)
        from isDelivered in Gen.Elements(true, false)
        from calls in Gen.Choose(0, 3)
        from results in Gen.Choose(0, 3)
        from order in Gen.Shuffle(Enumerable.Range(0, calls))
        let message = $"s{turn}-{round}"
        select (SessionEvent[])
        [
            .. answers ? [new MessageCompleted($"a{turn}-{round}", MessageChannel.Final, $"Answer {turn}-{round}")] : Array.Empty<SessionEvent>(),
            .. Enumerable.Range(0, calls).Select(call => new ToolRequested($"c{call}", "tool", s_arguments)),
            .. steers ? [new MessageAdded(message, "user", $"Rather {message}") { Steers = true }] : Array.Empty<SessionEvent>(),
            .. order.Take(results).Select(call =>
                new ToolCompleted($"c{call}", "tool", ToolCallOutcome.Succeeded, $"found {turn}-{round}-{call}", null, 1)),
            .. steers && isDelivered ? [new TurnSteered([message])] : Array.Empty<SessionEvent>(),
        ];
}
