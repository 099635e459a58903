using System.Net;
using System.Text.Json;

namespace AIWhisperer.Reliability.Crashes;

/// <summary>Holds a session, after a kill and a start, to what it promised its clients.</summary>
internal sealed class CrashCheck(ScriptedModel model, string effectsFile, CrashTally tally)
{
    public async Task RunAsync(Api api, CrashedSession session)
    {
        var path = $"/api/sessions/{session.Id}";
        var found = await api.GetAsync(path);
        if (found.Status == HttpStatusCode.NotFound)
        {
            Assert.True(session.IsToBeDeleted, "The session is gone.");
            return;
        }

        // Resumes from the last event seen, be it one that was never stored.
        var resumed = api.Follow(session.Id, session.Follower.LastSeq);
        var log = await api.ReadLogAsync(session.Id);
        foreach (var turn in TurnsOf(log).Concat(session.Receipts.Select(receipt => receipt.GetProperty("turnId").GetString()!)).Distinct())
        {
            if (!log.Any(item => item.IsEnding() && item.TurnId() == turn))
            {
                await ApproveAsync(api, session, resumed, turn);
            }
        }

        var after = await api.PostAsync($"{path}/turns", new { text = $"talk {session.Title} after" });
        Assert.Equal("completed", after.Body.GetProperty("status").GetString());
        await resumed.SeesAsync(item => item.IsEnding() && item.TurnId() == after.Body.GetProperty("turnId").GetString());
        log = await api.ReadLogAsync(session.Id);

        CheckSeen(session, resumed, log);
        CheckReceipts(session, log);
        CheckApprovals(session, log);
        foreach (var turn in TurnsOf(log))
        {
            CheckTurn(session, [.. log.Where(item => item.TurnId() == turn)]);
        }

        if (session.IsToBeDeleted)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync(path)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync(path)).Status);
        }
    }

    /// <summary>Approves what a turn that went on asks, until its end.</summary>
    private static async Task ApproveAsync(Api api, CrashedSession session, Follower resumed, string turn)
    {
        var answered = new HashSet<string>();
        while (!resumed.Events.Any(IsItsEnd))
        {
            var pending = (await api.GetAsync($"/api/sessions/{session.Id}/approvals")).Body.GetProperty("pending");
            foreach (var question in pending.EnumerateArray().Select(ApprovalId).Where(answered.Add))
            {
                Assert.Equal(HttpStatusCode.OK, (await api.ApproveAsync(session.Id, question)).Status);
            }

            var known = answered.ToHashSet();
            await resumed.SeesAsync(item => IsItsEnd(item) || (item.Type() == "tool.approvalRequired" && !known.Contains(ApprovalId(item))));
        }

        bool IsItsEnd(JsonElement item) => item.IsEnding() && item.TurnId() == turn;
        static string ApprovalId(JsonElement item) => item.GetProperty("approvalId").GetString()!;
    }

    /// <summary>What was approved runs, once, unless the server died over it; what was acknowledged is in the log.</summary>
    private void CheckApprovals(CrashedSession session, List<JsonElement> log)
    {
        var answers = log.Where(item => item.Type() == "tool.approvalResolved").ToList();
        var ids = answers.ConvertAll(answer => answer.GetProperty("approvalId").GetString()!);
        Assert.Equal(ids.Distinct(), ids);
        Assert.Superset(session.Approved.ToHashSet(), ids.ToHashSet());
        foreach (var answer in answers)
        {
            var ofTheCall = log.Where(item => item.TurnId() == answer.TurnId()
                && item.TryGetProperty("callId", out var callId) && callId.GetString() == answer.GetProperty("callId").GetString()).ToList();
            var outcome = Assert.Single(ofTheCall, item => item.Type() == "tool.completed").GetProperty("outcome").GetString();
            Assert.True(
                outcome == "succeeded" || (outcome == "unknown" && ofTheCall.Exists(item => item.Type() == "tool.progressed")),
                $"An approved call is {outcome}: {string.Join('\n', ofTheCall)}");
        }

        tally.Approved(answers.Count);
    }

    private static IEnumerable<string> TurnsOf(IEnumerable<JsonElement> log) =>
        log.Where(item => item.Type() == "message.added").Select(item => item.TurnId()!);

    /// <summary>What clients saw before the kill and after it is the log: nothing lost, nothing else, nothing changed, in order.</summary>
    private void CheckSeen(CrashedSession session, Follower resumed, List<JsonElement> log)
    {
        IReadOnlyList<JsonElement> seen = [.. session.Follower.Events, .. resumed.Events];
        Assert.Equal(seen.Select(item => item.Seq()).Distinct().Order(), seen.Select(item => item.Seq()));
        Assert.Equal(log.Select(item => item.GetRawText()), seen.Where(item => item.IsDurable()).Select(item => item.GetRawText()));
        tally.Saw(seen.Count);
    }

    private static void CheckReceipts(CrashedSession session, List<JsonElement> log)
    {
        foreach (var receipt in session.Receipts)
        {
            var added = Assert.Single(log, item => item.Type() == "message.added" && item.TurnId() == receipt.GetProperty("turnId").GetString());
            Assert.Equal(receipt.GetProperty("seq").GetInt64(), added.Seq());
            Assert.Equal(receipt.GetProperty("messageId").GetString(), added.GetProperty("messageId").GetString());
        }
    }

    private void CheckTurn(CrashedSession session, List<JsonElement> turn)
    {
        Assert.Single(turn, item => item.IsEnding());
        Assert.True(turn[^1].IsEnding(), "Something follows the ending.");
        var text = turn[0].GetProperty("text").GetString()!;
        var started = Assert.Single(turn, item => item.Type() == "turn.started");

        // The model may be called while the start is being stored; nothing of what it says is shown or done before that. A turn whose start
        // was not stored when the server died runs after it.
        var unstartedDeaths = session.Deaths.Count(death => turn[0].GetProperty("at").GetDateTimeOffset() < death && started.GetProperty("at").GetDateTimeOffset() > death);
        foreach (var (round, calls) in model.CallsOf(text))
        {
            Assert.InRange(calls, 1, round == 0 ? 1 + unstartedDeaths : 1);
            tally.CalledAgainBeforeTheStart(calls - 1);
        }

        CheckTools(text, turn);
        tally.Checked();
    }

    private void CheckTools(string text, List<JsonElement> turn)
    {
        var requested = turn.Where(item => item.Type() == "tool.requested").ToList();
        var completed = turn.Where(item => item.Type() == "tool.completed").ToList();
        Assert.Equal(requested.Select(CallId), completed.Select(CallId));
        for (var round = 0; round < ScriptedModel.Rounds; round++)
        {
            var effects = File.Exists(effectsFile) ? File.ReadLines(effectsFile).Count(line => line == $"{text} #{round}") : 0;
            var outcome = completed.Find(item => CallId(item) == $"call-{round}") is { ValueKind: JsonValueKind.Object } call
                ? call.GetProperty("outcome").GetString()
                : null;
            Assert.InRange(effects, outcome == "succeeded" ? 1 : 0, outcome is "succeeded" or "unknown" ? 1 : 0);
            tally.Effects(effects, unrecorded: outcome == "unknown" ? effects : 0);
        }

        static string? CallId(JsonElement item) => item.GetProperty("callId").GetString();
    }
}
