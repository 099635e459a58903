using System.Collections.Concurrent;

namespace AIWhisperer.Reliability.Crashes;

/// <summary>Counts what the cycles did. Thread-safe.</summary>
internal sealed class CrashTally
{
    private readonly ConcurrentDictionary<string, int> _kills = [];
    private int _acknowledged;
    private int _turns;
    private int _seen;
    private int _effects;
    private int _unrecorded;
    private int _calledAgain;
    private int _approvals;

    public int Kills => _kills.Values.Sum();

    public void Killed(CrashPoint point) => _kills.AddOrUpdate(point.Name, 1, (_, kills) => kills + 1);

    public void Acknowledged() => Interlocked.Increment(ref _acknowledged);

    public void Checked() => Interlocked.Increment(ref _turns);

    public void Saw(int events) => Interlocked.Add(ref _seen, events);

    public void CalledAgainBeforeTheStart(int calls) => Interlocked.Add(ref _calledAgain, calls);

    public void Approved(int approvals) => Interlocked.Add(ref _approvals, approvals);

    public void Effects(int count, int unrecorded)
    {
        Interlocked.Add(ref _effects, count);
        Interlocked.Add(ref _unrecorded, unrecorded);
    }

    public override string ToString()
    {
        var points = CrashPoint.All.Select(point => $"{point.Name} {_kills.GetValueOrDefault(point.Name)}");
        return $"{_acknowledged} acknowledged turns, {_turns} turns checked, {_approvals} approvals, {_seen} events seen, {_effects} effects, of which {_unrecorded} told as "
            + $"unknown; {_calledAgain} second calls of the model, all for turns whose start was not stored; kills {string.Join(", ", points)}";
    }
}
