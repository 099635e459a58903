using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops;

/// <summary>A turn without an ending, as the log has it after the server has stopped: a fold over the turn's events. Not thread-safe.</summary>
internal sealed class StoppedTurn
{
    private readonly List<StoppedCall> _calls = [];
    private readonly List<MessageAdded> _steering = [];
    private TurnStarted? _started;
    private bool _isInRound;

    /// <summary>The types of the events that matter here; others change nothing.</summary>
    public static IReadOnlyCollection<string> EventTypesApplied { get; } =
    [
        EventTypes.MessageAdded, EventTypes.TurnSteered, EventTypes.TurnStarted, EventTypes.ToolRequested, EventTypes.ToolApprovalRequired,
        EventTypes.ToolApprovalResolved, EventTypes.ToolProgressed, EventTypes.ToolCompleted,
    ];

    /// <summary>Whether it had begun.</summary>
    public bool IsStarted => _started is not null;

    /// <summary>Whether a call was left that waits for a person: the turn goes on from there.</summary>
    public bool WaitsForPerson => _calls.Exists(call => call.WaitsForPerson);

    /// <summary>Its tool calls, in order.</summary>
    public IReadOnlyList<StoppedCall> Calls => _calls;

    /// <summary>What its model knows of it alone, after the message: that it has begun, and its calls.</summary>
    public IEnumerable<SessionEvent> Told => [_started!, .. _calls.Select(call => call.Requested)];

    /// <summary>How many of the model's replies asked for tools.</summary>
    public int Rounds { get; private set; }

    /// <summary>What the model calls took until a person was last asked.</summary>
    public TurnUsage Usage { get; private set; } = TurnUsage.None;

    /// <summary>The same, or null when nothing is known.</summary>
    public TurnUsage? KnownUsage => Usage == TurnUsage.None ? null : Usage;

    /// <summary>Messages that joined it and that the model was not told.</summary>
    public IReadOnlyList<MessageAdded> Steering => _steering;

    /// <summary>Takes the next event of the turn.</summary>
    public void Apply(SessionEvent sessionEvent)
    {
        switch (sessionEvent)
        {
            case TurnStarted started:
                _started = started;
                break;
            case MessageAdded { Steers: true } joined:
                _steering.Add(joined);
                break;
            case TurnSteered steered:
                _steering.RemoveAll(message => steered.MessageIds.Contains(message.MessageId));
                break;
            case ToolRequested requested:
                Rounds += _isInRound ? 0 : 1;
                _isInRound = true;
                _calls.Add(new StoppedCall(requested, Rounds));
                break;
            case ToolApprovalRequired asked when Find(asked.CallId) is { } call:
                call.Asked = asked;
                Usage = asked.Usage ?? Usage;
                break;
            case ToolApprovalResolved answer when Find(answer.CallId) is { } call:
                call.Answer = answer;
                break;
            case ToolProgressed progressed when Find(progressed.CallId) is { } call:
                call.HasBegun = true;
                break;
            case ToolCompleted completed when Find(completed.CallId) is { } call:
                call.IsCompleted = true;
                _isInRound = false;
                break;
        }
    }

    /// <summary>Lets its questions be answered again, before anybody can find them in the log.</summary>
    public void OpenQuestions(ILoopHost host, TimeProvider clock) => _calls.ForEach(call => call.OpenQuestion(host, clock));

    /// <summary>Its turn does not go on: nobody waits for answers.</summary>
    public void CloseQuestions(ApprovalDesk desk)
    {
        foreach (var question in _calls.Select(call => call.Question).OfType<ApprovalQuestion>())
        {
            desk.Close(question);
        }
    }

    /// <summary>What the log is told of its open calls when it does not go on.</summary>
    public IEnumerable<SessionEvent> Close() => _calls.SelectMany(call => call.Close());

    private StoppedCall? Find(string callId) => _calls.Find(call => call.Requested.CallId == callId);
}
