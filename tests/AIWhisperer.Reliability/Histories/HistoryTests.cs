using System.Diagnostics;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Reliability.Histories;

/// <summary>Whatever a log holds, a model is given a history that it accepts.</summary>
public sealed class HistoryTests
{
    [Fact]
    public void Repair_AnyLog_PairsEveryCallWithOneResult()
    {
        var (calls, closed) = (0L, 0L);

        Run("histories of any events", Logs.Garbage, log =>
        {
            var history = new LoopHistory(Logs.Agents[0]);
            foreach (var step in log)
            {
                // A model may be called at any point; what comes later must not break what it was told.
                if (step is null)
                {
                    Pairing.Check(history.Repair());
                }
                else
                {
                    history.Apply(step);
                }
            }

            var messages = history.Repair();
            Pairing.Check(messages);
            calls += messages.Sum(message => message.Contents.OfType<FunctionCallContent>().Count());
            closed += messages.Sum(message => message.Contents.OfType<FunctionResultContent>().Count(Pairing.IsSynthetic));
        });

        Assert.True(calls > 0 && closed > 0 && calls > closed);
        Figures.Print("history repair", $"{calls} tool calls in what models were given, {closed} of them closed by the repair, 0 breaches");
    }

    [Fact]
    public void Apply_TurnsThatWereRolledBack_AreAsIfTheyHadNeverBeen()
    {
        var rolledBack = 0;

        Run("histories with turns rolled back", Logs.Conversations, log =>
        {
            var gone = log.OfType<TurnCancelled>().Where(ending => ending.RolledBack).Select(ending => ending.TurnId).ToHashSet();
            rolledBack += gone.Count;
            foreach (var agent in Logs.Agents)
            {
                Assert.Equal(
                    Pairing.Describe(Fold(agent, log.Where(step => step.TurnId is null || !gone.Contains(step.TurnId)))),
                    Pairing.Describe(Fold(agent, log)));
            }
        });

        Assert.True(rolledBack > 0);
    }

    [Fact]
    public void Apply_StoredAndReadBack_GivesTheSameHistory() => Run("histories read back", Logs.Conversations, log =>
    {
        foreach (var agent in Logs.Agents)
        {
            var direct = Fold(agent, log);
            Pairing.Check(direct);
            Assert.Equal(Pairing.Describe(direct), Pairing.Describe(Fold(agent, log.Select(step => EventJson.Read(EventJson.Write(step))))));
        }
    });

    private static IReadOnlyList<ChatMessage> Fold(string agent, IEnumerable<SessionEvent> log)
    {
        var history = new LoopHistory(agent);
        foreach (var step in log)
        {
            history.Apply(step);
        }

        return history.Repair();
    }

    private static void Run<T>(string what, Gen<T[]> logs, Action<T[]> check)
    {
        var count = Scale.Of(1_000, 100_000);
        var watch = Stopwatch.StartNew();
        var events = 0L;
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(count)
            .WithReplay((ulong)Scale.Seed, 1);
        Check.One(config, Prop.ForAll(Arb.From(logs), log =>
        {
            events += log.Length;
            check(log);
        }));
        Figures.Print(what, $"{count} generated with {events} events, 0 breaches; {watch.Elapsed.TotalSeconds:0.0} s, seed {Scale.Seed}");
    }
}
