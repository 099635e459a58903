using System.Diagnostics;
using System.Text.Json;
using AIWhisperer.Core.Events;
using AIWhisperer.Reliability.Following;
using AIWhisperer.ServerHarness;

namespace AIWhisperer.Reliability.Cancelling;

/// <summary>One turn, from its message to what is left after its cancel. A queued one waits for another that is held in mid-reply.</summary>
internal sealed class CancelledTurn(CancelStage stage, string session, string key, CancelPoint point, int words, bool byHub)
{
    private readonly string _heldKey = $"{key}-held";
    private string _turnId = "";
    private string _heldTurnId = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task BringToPointAsync()
    {
        if (point == CancelPoint.Queued)
        {
            _heldTurnId = await stage.Server.PostAsync(session, CancelStage.Text(_heldKey, CancelPoint.InAPause, words), "alice");
            await stage.Reached(_heldKey).WaitAsync(Token);
        }

        _turnId = await stage.Server.PostAsync(session, CancelStage.Text(key, point, words), "alice");
        await (point switch
        {
            CancelPoint.Queued => Task.CompletedTask,
            CancelPoint.InATool => stage.Tool.Started(key),
            _ => stage.Reached(key),
        }).WaitAsync(Token);
    }

    /// <summary>Cancels, twice at once and a third time after the end: the answers are one.</summary>
    public async Task CancelAsync(Latencies upstreamClosed, Latencies toolStopped, TimeSpan patience)
    {
        await using var hub = byHub ? await HubClient.ConnectAsync(stage.Server.Address) : null;
        var from = Stopwatch.GetTimestamp();
        var stopped = point switch
        {
            CancelPoint.Queued => Task.CompletedTask,
            CancelPoint.InATool => MeasureAsync(stage.Tool.Stopped(key), from, toolStopped),
            _ => MeasureAsync(stage.RequestOf(key).Aborted, from, upstreamClosed),
        };
        var answers = await Task.WhenAll(CancelAsync(hub, _turnId), CancelAsync(null, _turnId));
        await stopped.WaitAsync(patience, Token);
        var again = await CancelAsync(hub, _turnId);

        Assert.Equal("cancelled", again.GetProperty("status").GetString());
        Assert.All(answers, answer => Assert.Equal(again.GetRawText(), answer.GetRawText()));
        if (point == CancelPoint.Queued)
        {
            Assert.False(stage.WasAsked(key), "The model was asked for a turn that was cancelled in the queue.");
            from = Stopwatch.GetTimestamp();
            stopped = MeasureAsync(stage.RequestOf(_heldKey).Aborted, from, upstreamClosed);
            await CancelAsync(hub, _heldTurnId);
            await stopped.WaitAsync(patience, Token);
        }
    }

    /// <summary>One ending; the text so far, marked; every tool call closed; and a next turn whose history the strict upstream takes.</summary>
    public async Task CheckAsync()
    {
        var events = (await stage.Server.StoredEventsAsync(session)).Where(item => IsOf(item, _turnId)).ToList();
        Assert.Equal([EventTypes.TurnCancelled], events.Select(TypeOf).Where(EventTypes.IsTurnEnding));
        Assert.Equal(events.Count(item => TypeOf(item) == EventTypes.ToolRequested), events.Count(item => TypeOf(item) == EventTypes.ToolCompleted));
        Assert.Equal(point == CancelPoint.InATool ? 1 : 0, events.Count(item => TypeOf(item) == EventTypes.ToolCompleted));
        foreach (var reply in events.Where(item => TypeOf(item) == EventTypes.MessageCompleted))
        {
            Assert.True(reply.GetProperty("partial").GetBoolean());
            Assert.StartsWith(reply.GetProperty("text").GetString()!, string.Concat(CancelStage.Words(400)), StringComparison.Ordinal);
        }

        var next = await stage.Server.AskAsync(session, "And now?");
        Assert.Equal("completed", next.GetProperty("status").GetString());
        Assert.Equal(next.GetRawText(), (await CancelAsync(null, next.GetProperty("turnId").GetString()!)).GetRawText());
    }

    private static async Task MeasureAsync(Task end, long from, Latencies into)
    {
        await end;
        into.AddSince(from);
    }

    private static string TypeOf(JsonElement item) => item.GetProperty("type").GetString()!;

    private static bool IsOf(JsonElement item, string turnId) => item.TryGetProperty("turnId", out var id) && id.ValueEquals(turnId);

    private Task<JsonElement> CancelAsync(HubClient? hub, string turnId) =>
        hub is null
            ? stage.Server.CallAsync(HttpMethod.Post, $"/api/sessions/{session}/turns/{turnId}/cancel")
            : hub.InvokeAsync("Cancel", session, turnId);
}
