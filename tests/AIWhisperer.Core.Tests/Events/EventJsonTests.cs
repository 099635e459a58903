using System.Text;
using System.Text.Json;
using AIWhisperer.Core.Events;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Events;

public sealed class EventJsonTests
{
    public static TheoryData<SessionEvent> AllEvents =>
    [
        new SessionCreated("Title"),
        new SessionRenamed("Other"),
        new SessionClosed(),
        new ServerDraining(10_000),
        new AgentSwitched("a", "b", Actor.Agent, new CarryOverRecord(CarryOverPolicy.Last, 3), "why"),
        new AgentReloaded("abc", ["ai_config.model"]),
        new MessageAdded("m", "user", "Hello \"you\" <b>é</b> 😀"),
        new MessageAdded("m", "user", "More") { Steers = true, ClientMessageId = "mine", OnDisconnect = DisconnectPolicy.Cancel },
        new MessageDelta("m", MessageChannel.Final, 12, "piece"),
        new MessageCompleted("m", MessageChannel.Analysis, "whole", true),
        new ToolRequested("c", "tool", JsonElement.Parse("""{"x":[1,2]}""")),
        new ToolApprovalRequired("a", "c", "tool", JsonElement.Parse("""{"x":[1,2]}"""), "write", "hash", "why", DateTimeOffset.UnixEpoch)
        {
            Untrusted = true,
        },
        new ToolApprovalResolved("a", "c", "tool", ApprovalResolution.Refused, Actor.User, "no"),
        new ToolApprovalResolved("a", "c", "tool", ApprovalResolution.Approved, Actor.User, null) { Remember = ApprovalMemory.Tool },
        new ToolApprovalRevoked("a", "tool", Actor.User),
        new ToolClientCalled("c", "tool", JsonElement.Parse("{}"), DateTimeOffset.UnixEpoch),
        new ToolProgressed("c", "tool", "half", 1, 2),
        new ToolCompleted("c", "tool", ToolCallOutcome.Succeeded, "result", null, 5),
        new ToolCompleted("c", "tool", ToolCallOutcome.Succeeded, "result", null, 5) { Untrusted = true },
        new MessageDropped("m"),
        new MessageDropped("m") { Channel = MessageChannel.Commentary },
        new ModelQueued("p", 3),
        new ModelRetried("p/a", 1, 500, "provider_unavailable", "down"),
        new ModelFellBack("p/a", "p/b", "no key") { Code = "provider_timeout", Partial = BrokenReplyPolicy.Continue },
        new TurnQueued(2),
        new TurnStarted("p", "m", "r"),
        new TurnResumed("p", "m", "r"),
        new TurnSteered(["m", "n"]),
        new TurnCompleted(FinishReason.ContentFilter, new TurnUsage(1, 2, 3, 4), new TurnTimings(1, null, 3)),
        new TurnCancelled(Actor.System, TurnUsage.None, new TurnTimings(1, 2, 3)),
        new TurnCancelled(Actor.User, TurnUsage.None, new TurnTimings(1, 2, 3)) { ReplacedBy = "t2", RolledBack = true },
        new TurnFailed(new TurnError("code", "message", true), TurnUsage.None, new TurnTimings(0, null, 0)),
        new TurnInterrupted("crash"),
        new TurnInterrupted("stop") { Usage = new TurnUsage(1, 2, 0, 0) },
    ];

    [Fact]
    public void AllEvents_IsTheWholeFamily() => Assert.Equal(
        typeof(SessionEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(SessionEvent))).Select(type => type.Name).Order(),
        AllEvents.Select(row => row.Data.GetType().Name).Distinct().Order());

    [Theory]
    [MemberData(nameof(AllEvents), DisableDiscoveryEnumeration = true)]
    public void Write_AnyEvent_IsFlatAndReadsBackTheSame(SessionEvent sessionEvent)
    {
        var stamped = sessionEvent with { Seq = 7, At = DateTimeOffset.UnixEpoch, AgentId = "alice", TurnId = "t" };

        var json = EventJson.Write(stamped);

        using var document = JsonDocument.Parse(json);
        Assert.Equal(EventTypes.Of(sessionEvent), document.RootElement.GetProperty("type").GetString());
        Assert.Equal(7, document.RootElement.GetProperty("seq").GetInt64());
        Assert.Equal(json, EventJson.Write(EventJson.Read(json)));
        Assert.IsType(sessionEvent.GetType(), EventJson.Read(json));
    }

    [Theory]
    [MemberData(nameof(AllEvents), DisableDiscoveryEnumeration = true)]
    public void Write_AnyEvent_TellsChoicesByTheirNames(SessionEvent sessionEvent)
    {
        using var document = JsonDocument.Parse(EventJson.Write(sessionEvent));
        var choices = sessionEvent.GetType().GetProperties().Where(property => property.GetValue(sessionEvent) is Enum);

        Assert.All(choices, choice => Assert.Equal(
            JsonValueKind.String,
            document.RootElement.GetProperty(JsonNamingPolicy.CamelCase.ConvertName(choice.Name)).ValueKind));
    }

    [Theory]
    [MemberData(nameof(AllEvents), DisableDiscoveryEnumeration = true)]
    public void Logged_AnyEvent_TellsItsChannel(SessionEvent sessionEvent)
    {
        var logged = LoggedEvent.Of(sessionEvent with { AgentId = "channel", TurnId = "t" });

        Assert.Equal(
            sessionEvent switch
            {
                MessageDelta delta => delta.Channel,
                MessageCompleted completed => completed.Channel,
                MessageDropped dropped => dropped.Channel,
                ToolRequested or ToolProgressed or ToolCompleted => MessageChannel.Commentary,
                _ => null,
            },
            logged.Channel);
    }

    [Theory]
    [InlineData(BrokenReplyPolicy.Restart, "restart")]
    [InlineData(BrokenReplyPolicy.Continue, "continue")]
    public void Write_AFallback_NamesWhatHappensToTheBrokenReply(BrokenReplyPolicy policy, string word)
    {
        var json = EventJson.Write(new ModelFellBack("p/a", "p/b", "cut") { Partial = policy });

        using var document = JsonDocument.Parse(json);
        Assert.Equal(word, document.RootElement.GetProperty("partial").ToString());
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("quote \" backslash \\ newline \n tab \t é 😀 \u2028")]
    public void WriteDelta_IsWhatTheSerializerWouldWrite(string text)
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        var written = EventJson.WriteDelta(9, at, "alice", "turn", "message", MessageChannel.Commentary, 3, text);

        var serialized = EventJson.Write(
            new MessageDelta("message", MessageChannel.Commentary, 3, text) { Seq = 9, At = at, AgentId = "alice", TurnId = "turn" });

        Assert.Equal(Encoding.UTF8.GetString(serialized), Encoding.UTF8.GetString(written));
    }
}
