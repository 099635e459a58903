using System.Text.Json;
using System.Text.Json.Serialization;

namespace AIWhisperer.Core.Events;

/// <summary>
/// One fact in a session's log. A closed family: everything a client can ever see is one of the nested cases. Immutable. On the wire
/// an event is one flat JSON object whose <c>type</c> tells the case.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(SessionCreated), EventTypes.SessionCreated)]
[JsonDerivedType(typeof(SessionRenamed), EventTypes.SessionRenamed)]
[JsonDerivedType(typeof(SessionClosed), EventTypes.SessionClosed)]
[JsonDerivedType(typeof(ServerDraining), EventTypes.ServerDraining)]
[JsonDerivedType(typeof(AgentSwitched), EventTypes.AgentSwitched)]
[JsonDerivedType(typeof(AgentReloaded), EventTypes.AgentReloaded)]
[JsonDerivedType(typeof(MessageAdded), EventTypes.MessageAdded)]
[JsonDerivedType(typeof(MessageDelta), EventTypes.MessageDelta)]
[JsonDerivedType(typeof(MessageCompleted), EventTypes.MessageCompleted)]
[JsonDerivedType(typeof(ToolRequested), EventTypes.ToolRequested)]
[JsonDerivedType(typeof(ToolApprovalRequired), EventTypes.ToolApprovalRequired)]
[JsonDerivedType(typeof(ToolApprovalResolved), EventTypes.ToolApprovalResolved)]
[JsonDerivedType(typeof(ToolApprovalRevoked), EventTypes.ToolApprovalRevoked)]
[JsonDerivedType(typeof(ToolClientCalled), EventTypes.ToolClientCalled)]
[JsonDerivedType(typeof(ToolProgressed), EventTypes.ToolProgressed)]
[JsonDerivedType(typeof(ToolCompleted), EventTypes.ToolCompleted)]
[JsonDerivedType(typeof(MessageDropped), EventTypes.MessageDropped)]
[JsonDerivedType(typeof(ModelQueued), EventTypes.ModelQueued)]
[JsonDerivedType(typeof(ModelRetried), EventTypes.ModelRetried)]
[JsonDerivedType(typeof(ModelFellBack), EventTypes.ModelFellBack)]
[JsonDerivedType(typeof(TurnQueued), EventTypes.TurnQueued)]
[JsonDerivedType(typeof(TurnStarted), EventTypes.TurnStarted)]
[JsonDerivedType(typeof(TurnResumed), EventTypes.TurnResumed)]
[JsonDerivedType(typeof(TurnSteered), EventTypes.TurnSteered)]
[JsonDerivedType(typeof(TurnCompleted), EventTypes.TurnCompleted)]
[JsonDerivedType(typeof(TurnCancelled), EventTypes.TurnCancelled)]
[JsonDerivedType(typeof(TurnFailed), EventTypes.TurnFailed)]
[JsonDerivedType(typeof(TurnInterrupted), EventTypes.TurnInterrupted)]
public abstract record SessionEvent
{
    private SessionEvent()
    {
    }

    /// <summary>The place in the session's log: below 2^53, strictly increasing, gaps allowed. Zero until the log has taken the event.</summary>
    [JsonPropertyOrder(-4)]
    public long Seq { get; init; }

    /// <summary>When the log took the event, UTC.</summary>
    [JsonPropertyOrder(-3)]
    public DateTimeOffset At { get; init; }

    /// <summary>The agent concerned, where there is one.</summary>
    [JsonPropertyOrder(-2)]
    public string? AgentId { get; init; }

    /// <summary>The turn concerned, where there is one.</summary>
    [JsonPropertyOrder(-1)]
    public string? TurnId { get; init; }

    /// <summary>The session exists; <see cref="SessionEvent.AgentId"/> is its first active agent.</summary>
    /// <param name="Title">The title, possibly empty.</param>
    public sealed record SessionCreated(string Title) : SessionEvent;

    /// <summary>The session has another title.</summary>
    /// <param name="Title">The new title.</param>
    public sealed record SessionRenamed(string Title) : SessionEvent;

    /// <summary>The session takes no further turns; always its last event.</summary>
    public sealed record SessionClosed : SessionEvent;

    /// <summary>The server stops: it takes no more turns, and the streams of those who follow the session end soon.</summary>
    /// <param name="GraceMs">How long running turns may go on before they are interrupted, milliseconds.</param>
    public sealed record ServerDraining(long GraceMs) : SessionEvent;

    /// <summary>Another agent is active from here on.</summary>
    /// <param name="From">The agent that was active.</param>
    /// <param name="To">The agent that is active now.</param>
    /// <param name="By">Who asked for it.</param>
    /// <param name="CarryOver">What <paramref name="To"/> was given of the conversation.</param>
    /// <param name="Reason">Why, where an agent gave one.</param>
    public sealed record AgentSwitched(string From, string To, Actor By, CarryOverRecord CarryOver, string? Reason = null) : SessionEvent;

    /// <summary>The agent's configuration changed; turns that start from here on use it.</summary>
    /// <param name="Revision">The new revision.</param>
    /// <param name="ChangedKeys">The configuration keys that differ from the revision before.</param>
    public sealed record AgentReloaded(string Revision, IReadOnlyList<string> ChangedKeys) : SessionEvent;

    /// <summary>A user's message was accepted; its turn exists from here on, unless it joined one.</summary>
    /// <param name="MessageId">The message.</param>
    /// <param name="Role">Always <c>user</c>.</param>
    /// <param name="Text">The whole text.</param>
    public sealed record MessageAdded(string MessageId, string Role, string Text) : SessionEvent
    {
        /// <summary>The sender's own name for the message, where it gave one.</summary>
        public string? ClientMessageId { get; init; }

        /// <summary>
        /// Of a message with a <see cref="ClientMessageId"/>, on its way to the store: tells whether another one is the same. No part of the
        /// event as stored and sent.
        /// </summary>
        [JsonIgnore]
        public string? Digest { get; init; }

        /// <summary>What happens to the turn when all its clients are gone, where the sender said so.</summary>
        public DisconnectPolicy? OnDisconnect { get; init; }

        /// <summary>How the turn takes the place of the one that ran, and of those that came for the same purpose, where it does.</summary>
        public TurnReplacement? Replaces { get; init; }

        /// <summary>True when the message joined a turn that was accepted before it.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool Steers { get; init; }

        /// <summary>True when nobody vouches for all that the message says: the agent that is told it carries the label from then on.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool Untrusted { get; init; }
    }

    /// <summary>Live, never stored: a piece of a message that is being written.</summary>
    /// <param name="MessageId">The message.</param>
    /// <param name="Channel">What kind of text it is.</param>
    /// <param name="Offset">The length, in UTF-16 code units, of the message's text before this piece.</param>
    /// <param name="Text">The piece.</param>
    public sealed record MessageDelta(string MessageId, MessageChannel Channel, int Offset, string Text) : SessionEvent;

    /// <summary>The whole text of a message an agent wrote; replaces whatever its deltas gave.</summary>
    /// <param name="MessageId">The message.</param>
    /// <param name="Channel">What kind of text it is.</param>
    /// <param name="Text">The whole text.</param>
    /// <param name="Partial">True when writing was cut short by a cancel, a failure or a restart.</param>
    public sealed record MessageCompleted(string MessageId, MessageChannel Channel, string Text, bool Partial = false) : SessionEvent;

    /// <summary>
    /// The pieces of a message that was being written are void: another model writes the answer anew, or, as a client is told that does not
    /// see commentary, it was talk about tools.
    /// </summary>
    /// <param name="MessageId">The message; it will not be completed.</param>
    public sealed record MessageDropped(string MessageId) : SessionEvent
    {
        /// <summary>The channel of the pieces. The log sets it, where it knows the message.</summary>
        public MessageChannel? Channel { get; init; }
    }

    /// <summary>The model asked for a tool; committed before the tool runs.</summary>
    /// <param name="CallId">The call, unique within its turn.</param>
    /// <param name="Name">The tool's name as the model gave it.</param>
    /// <param name="Arguments">The arguments as the model gave them: data, not trusted.</param>
    public sealed record ToolRequested(string CallId, string Name, JsonElement Arguments) : SessionEvent;

    /// <summary>A tool call waits for a person; seen on every channel. The call is run only as it stands here.</summary>
    /// <param name="ApprovalId">Names the question, unique in the session.</param>
    /// <param name="CallId">The call.</param>
    /// <param name="Name">The tool's name.</param>
    /// <param name="Arguments">The arguments as the model gave them: data, not trusted.</param>
    /// <param name="Effect">How far the tool can reach: <c>read</c>, <c>write</c>, <c>execute</c> or <c>network</c>.</param>
    /// <param name="Hash">SHA-256, in hexadecimal, over the tool, its arguments, the session and its owner: what an approval is worth for.</param>
    /// <param name="Reason">Why a person is asked.</param>
    /// <param name="ExpiresAt">When the question is void, UTC.</param>
    public sealed record ToolApprovalRequired(
        string ApprovalId,
        string CallId,
        string Name,
        JsonElement Arguments,
        string Effect,
        string Hash,
        string Reason,
        DateTimeOffset ExpiresAt) : SessionEvent
    {
        /// <summary>True when the agent had read what nobody vouches for.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool Untrusted { get; init; }

        /// <summary>What the turn's model calls took until then: a restart does not lose it.</summary>
        public TurnUsage? Usage { get; init; }
    }

    /// <summary>The question has its answer; exactly one for each.</summary>
    /// <param name="ApprovalId">The question.</param>
    /// <param name="CallId">The call.</param>
    /// <param name="Name">The tool's name.</param>
    /// <param name="Resolution">What became of it.</param>
    /// <param name="By">Who answered.</param>
    /// <param name="Reason">Why, where the answer gave a reason; the model is told.</param>
    public sealed record ToolApprovalResolved(
        string ApprovalId, string CallId, string Name, ApprovalResolution Resolution, Actor By, string? Reason) : SessionEvent
    {
        /// <summary>For what else in the session the approval stands; null for this call only.</summary>
        public ApprovalMemory? Remember { get; init; }
    }

    /// <summary>An approval that stood for more than its own call was taken back: later calls are asked about again.</summary>
    /// <param name="ApprovalId">The question that it answered.</param>
    /// <param name="Name">The tool's name.</param>
    /// <param name="By">Who took it back.</param>
    public sealed record ToolApprovalRevoked(string ApprovalId, string Name, Actor By) : SessionEvent;

    /// <summary>A client is to run a tool that it declared, and to send the result.</summary>
    /// <param name="CallId">The call.</param>
    /// <param name="Name">The tool's name.</param>
    /// <param name="Arguments">The arguments as the model gave them: data, not trusted.</param>
    /// <param name="ExpiresAt">When a result comes too late, UTC.</param>
    public sealed record ToolClientCalled(string CallId, string Name, JsonElement Arguments, DateTimeOffset ExpiresAt) : SessionEvent;

    /// <summary>A running tool tells how far it is.</summary>
    /// <param name="CallId">The call.</param>
    /// <param name="Name">The tool's name.</param>
    /// <param name="Message">In words for people; may be empty.</param>
    /// <param name="Done">How much is done, in the tool's own measure.</param>
    /// <param name="Total">How much there is to do, in the same measure.</param>
    public sealed record ToolProgressed(string CallId, string Name, string Message, double? Done, double? Total) : SessionEvent;

    /// <summary>A tool call has its outcome: exactly one of <paramref name="Result"/> and <paramref name="Error"/> is set.</summary>
    /// <param name="CallId">The call.</param>
    /// <param name="Name">The tool's name.</param>
    /// <param name="Outcome">Which way it ended.</param>
    /// <param name="Result">What the tool returned, as text.</param>
    /// <param name="Error">Why there is no result, as told to the model.</param>
    /// <param name="DurationMs">How long the tool ran, milliseconds; zero when it did not run.</param>
    public sealed record ToolCompleted(
        string CallId, string Name, ToolCallOutcome Outcome, string? Result, string? Error, long DurationMs) : SessionEvent
    {
        /// <summary>True when the result was written by nobody who is trusted here, such as a page of the web.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool Untrusted { get; init; }
    }

    /// <summary>The turn's call of a model waits for its turn, or its place has changed.</summary>
    /// <param name="WaitsFor">What it waits for: the provider's id, or the agent's.</param>
    /// <param name="Position">Its place among those that wait, from 1.</param>
    public sealed record ModelQueued(string WaitsFor, int Position) : SessionEvent;

    /// <summary>A call of a model failed before anything was seen of its answer; it is made again after a wait.</summary>
    /// <param name="Model">The model, as <c>provider/model</c>.</param>
    /// <param name="Attempt">The attempt that failed, from 1.</param>
    /// <param name="DelayMs">The wait, milliseconds.</param>
    /// <param name="Code">Why it failed: a stable code of <see cref="ErrorCodes"/>.</param>
    /// <param name="Reason">Why it failed, for people.</param>
    public sealed record ModelRetried(string Model, int Attempt, long DelayMs, string Code, string Reason) : SessionEvent;

    /// <summary>Another model answers than the one that was to.</summary>
    /// <param name="From">The model passed over or given up, as <c>provider/model</c>.</param>
    /// <param name="To">The model that answers, as <c>provider/model</c>.</param>
    /// <param name="Reason">Why, with the remedy.</param>
    public sealed record ModelFellBack(string From, string To, string Reason) : SessionEvent
    {
        /// <summary>The stable code of what went wrong; null where the model could not be called at all.</summary>
        public string? Code { get; init; }

        /// <summary>What became of the part of the answer that was seen; null when there was none.</summary>
        public BrokenReplyPolicy? Partial { get; init; }
    }

    /// <summary>The turn waits for the loop, or its place in the queue has changed.</summary>
    /// <param name="Position">How many turns run or wait before it, from 1.</param>
    public sealed record TurnQueued(int Position) : SessionEvent;

    /// <summary>The loop works on the turn.</summary>
    /// <param name="Provider">The provider that answers.</param>
    /// <param name="Model">The model that answers.</param>
    /// <param name="ConfigRevision">The agent's revision, kept for the whole turn.</param>
    public sealed record TurnStarted(string Provider, string Model, string ConfigRevision) : SessionEvent;

    /// <summary>The server was stopped while the turn waited for a person; the turn goes on from there.</summary>
    /// <param name="Provider">The provider that answers from here on.</param>
    /// <param name="Model">The model that answers from here on.</param>
    /// <param name="ConfigRevision">The agent's revision from here on.</param>
    public sealed record TurnResumed(string Provider, string Model, string ConfigRevision) : SessionEvent;

    /// <summary>Messages that joined the running turn were handed to the model, with its next call.</summary>
    /// <param name="MessageIds">The messages, in the order in which they were handed over.</param>
    public sealed record TurnSteered(IReadOnlyList<string> MessageIds) : SessionEvent;

    /// <summary>Ending: the agent answered.</summary>
    /// <param name="FinishReason">Why the model stopped.</param>
    /// <param name="Usage">Tokens of all model calls of the turn.</param>
    /// <param name="Timings">How long it took.</param>
    public sealed record TurnCompleted(FinishReason FinishReason, TurnUsage Usage, TurnTimings Timings) : SessionEvent;

    /// <summary>Ending: somebody stopped the turn; what was written is kept, unless the turn was rolled back.</summary>
    /// <param name="By">Who stopped it.</param>
    /// <param name="Usage">Tokens known so far.</param>
    /// <param name="Timings">How long it took.</param>
    public sealed record TurnCancelled(Actor By, TurnUsage Usage, TurnTimings Timings) : SessionEvent
    {
        /// <summary>The turn whose message stopped this one, where one did.</summary>
        public string? ReplacedBy { get; init; }

        /// <summary>True when the conversation goes on as if the turn had never been: its messages are no longer part of the history.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool RolledBack { get; init; }
    }

    /// <summary>Ending: the turn could not be finished.</summary>
    /// <param name="Error">Why.</param>
    /// <param name="Usage">Tokens known so far.</param>
    /// <param name="Timings">How long it took.</param>
    public sealed record TurnFailed(TurnError Error, TurnUsage Usage, TurnTimings Timings) : SessionEvent;

    /// <summary>Ending: the server stopped or crashed while the turn ran.</summary>
    /// <param name="Reason">What happened.</param>
    public sealed record TurnInterrupted(string Reason) : SessionEvent
    {
        /// <summary>Tokens known so far; null after a crash, when nobody knows them.</summary>
        public TurnUsage? Usage { get; init; }
    }
}
