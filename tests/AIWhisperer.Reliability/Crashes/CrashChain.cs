using System.Net;
using AIWhisperer.ServerHarness;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Reliability.Crashes;

/// <summary>
/// One server that is killed and started again on the same files, cycle after cycle. The start that begins a cycle is the recovery of the
/// cycle before, whose sessions are then checked.
/// </summary>
internal sealed class CrashChain : IAsyncDisposable
{
    private const string Agents = """
        alice:
          name: "Alice"
          prompt: "You are Alice."
          ai_config: { model: model-a }
          allow_tools: [record_effect]
        bert:
          name: "Bert"
          prompt: "You are Bert."
          ai_config: { model: model-a }
          allow_tools: [record_effect]
          approval: [{ tool: record_effect, decision: ask }]
        """;

    /// <summary>What a process that got signal 9 ends with.</summary>
    private const int KilledExitCode = 128 + 9;

    /// <summary>How long anything may take before it counts as stuck.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly int _number;
    private readonly FakeUpstream _upstream;
    private readonly ServerDirectory _directory;
    private readonly ScriptedModel _model;
    private readonly CrashCheck _check;
    private readonly CrashTally _tally;
    private readonly List<CrashedSession> _toCheck = [];

    private CrashChain(int number, FakeUpstream upstream, CrashTally tally)
    {
        _number = number;
        _upstream = upstream;
        _tally = tally;
        _directory = new ServerDirectory(upstream, Agents);
        _model = new ScriptedModel(upstream);
        _check = new CrashCheck(_model, EffectsFile, tally);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string EffectsFile => Path.Combine(_directory.Path, "effects.txt");

    public static async Task<CrashChain> StartAsync(int number, CrashTally tally) =>
        new(number, await FakeUpstream.StartAsync(Token), tally);

    /// <summary>One start, one kill.</summary>
    public async Task RunAsync(int cycle, CrashPoint point)
    {
        var title = point.Scene == CrashScene.Recovery ? _toCheck[^1].Title : $"{_number}-{cycle}";

        // What a turn comes by in each of its rounds is met in each of them, by turns.
        var round = point.IsOfARound ? cycle / CrashPoint.All.Count % ScriptedModel.Rounds : 0;
        await using var server = Start(point.At, title, round + 1);
        try
        {
            if (point.Scene == CrashScene.Recovery)
            {
                await DiesAsync(server);
            }
            else
            {
                using var api = new Api(await server.ListensAsync());
                await CheckAsync(api);
                _toCheck.Add(await PlayAsync(api, server, point, title));
                await DiesAsync(server);
                await _toCheck[^1].Follower.Ended.WaitAsync(s_patience, Token);
            }

            _tally.Killed(point);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new InvalidOperationException($"Chain {_number}, cycle {cycle}, {point.Name}: {exception.Message}\n{server.Output}", exception);
        }
    }

    /// <summary>The check of the last cycle.</summary>
    public async Task FinishAsync()
    {
        await using var server = Start("", "", 1);
        using var api = new Api(await server.ListensAsync());
        await CheckAsync(api);
        Assert.Equal(0, await server.StopAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _upstream.DisposeAsync();
        _directory.Dispose();
    }

    private ServerProcess Start(string at, string title, int nth) => ServerProcess.StartProgram(
        "AIWhisperer.CrashProcess",
        _directory.Path,
        [
            "--urls=http://127.0.0.1:0", "--AIWhisperer:Configuration:Watch=false", "--AIWhisperer:Loops:ShutdownGrace=00:00:00",
            "--Serilog:MinimumLevel:Default=Warning", "--Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime=Information",
            $"--Crash:At={at}", $"--Crash:Title={title}", $"--Crash:Nth={nth}", $"--Crash:Effects={EffectsFile}",
        ]);

    private async Task DiesAsync(ServerProcess server)
    {
        Assert.Equal(KilledExitCode, await server.ExitAsync().WaitAsync(s_patience, Token));
        _toCheck[^1].Deaths.Add(TimeProvider.System.GetUtcNow());
    }

    private async Task CheckAsync(Api api)
    {
        foreach (var session in _toCheck)
        {
            await _check.RunAsync(api, session).WaitAsync(s_patience, Token);
        }

        _toCheck.Clear();
    }

    /// <summary>Has one turn answered whole where it can, then does what the point asks for until the server is dead or about to be.</summary>
    private async Task<CrashedSession> PlayAsync(Api api, ServerProcess server, CrashPoint point, string title)
    {
        var created = await api.PostAsync("/api/sessions", new { title, agentId = point.IsOfApproval ? "bert" : "alice" });
        Assert.Equal(HttpStatusCode.Created, created.Status);
        var id = created.Body.GetProperty("id").GetString()!;
        var session = new CrashedSession(id, title, api.Follow(id));
        await session.Follower.SeesAsync("session.created");
        if (!point.IsOfEveryTurn)
        {
            await SendAsync(api, session, $"talk {title} before");
            await session.Follower.SeesAsync(item => item.IsEnding());
        }

        switch (point.Scene)
        {
            case CrashScene.SilentModel:
                await HoldAsync(api, session, 0);
                break;
            case CrashScene.FirstDelta:
                await HoldAsync(api, session, 1);
                await SeesTextAsync(session, 1);
                break;
            case CrashScene.MidStream:
                await HoldAsync(api, session, 40);
                await SeesTextAsync(session, 200);
                break;
            case CrashScene.WaitingTurns:
                await HoldAsync(api, session, 3);
                await SendAsync(api, session, $"work {title} waiting");
                await SendAsync(api, session, $"talk {title} waiting");
                break;
            case CrashScene.ApprovedTurn:
                await SendAsync(api, session, $"work {title} fatal");
                await ApproveAsync(api, session);
                break;
            case CrashScene.WaitingCall:
                await SendAsync(api, session, $"work {title} fatal");
                await session.Follower.SeesAsync("tool.approvalRequired");
                break;
            case CrashScene.Deletion:
                session.IsToBeDeleted = true;
                await Dying(api.DeleteAsync($"/api/sessions/{id}"));
                break;
            default:
                await SendAsync(api, session, $"work {title} fatal");
                break;
        }

        if (point.At.Length == 0)
        {
            await server.KillAsync();
        }

        return session;
    }

    /// <summary>Approves what is asked, until the server dies over it.</summary>
    private static async Task ApproveAsync(Api api, CrashedSession session)
    {
        for (var round = 0; round < ScriptedModel.Rounds; round++)
        {
            var asked = session.Follower.SeesAsync(item => item.Type() == "tool.approvalRequired" && item.GetProperty("callId").GetString() == $"call-{round}");
            await Task.WhenAny(asked, session.Follower.Ended).WaitAsync(s_patience, Token);
            if (!asked.IsCompletedSuccessfully)
            {
                _ = asked.Exception;
                return;
            }

            var question = session.Follower.Events.Last(item => item.Type() == "tool.approvalRequired");
            var answer = await Dying(api.ApproveAsync(session.Id, question.GetProperty("approvalId").GetString()!));
            if (answer is null)
            {
                return;
            }

            Assert.Equal(HttpStatusCode.OK, answer.Status);
            session.Approved.Add(question.GetProperty("approvalId").GetString()!);
        }
    }

    private async Task HoldAsync(Api api, CrashedSession session, int pieces)
    {
        var text = $"hold {session.Title} {pieces}";
        await SendAsync(api, session, text);
        await _model.GateOf(text).Reached.WaitAsync(s_patience, Token);
    }

    private static Task SeesTextAsync(CrashedSession session, int length)
    {
        var turn = session.Receipts[^1].GetProperty("turnId").GetString();
        return session.Follower.SeesAsync(item => item.Type() == "message.delta"
            && item.TurnId() == turn
            && item.GetProperty("offset").GetInt32() + item.GetProperty("text").GetString()!.Length >= length);
    }

    /// <summary>Sends, and keeps the receipt if one comes before the server dies.</summary>
    private async Task SendAsync(Api api, CrashedSession session, string text)
    {
        if (await Dying(api.SendAsync(session.Id, text)) is { } answer)
        {
            Assert.Equal(HttpStatusCode.Accepted, answer.Status);
            session.Receipts.Add(answer.Body);
            _tally.Acknowledged();
        }
    }

    /// <summary>The answer, or null when the server died over it.</summary>
    private static async Task<Api.Answer?> Dying(Task<Api.Answer> call)
    {
        try
        {
            return await call;
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
