using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions.Approvals;

/// <summary>
/// A model that does what a page tells it: it reads something that nobody vouches for, and then calls a tool that writes, runs programs or
/// reaches other machines, by every way there is. Nothing may happen before a person has approved.
/// </summary>
public sealed class InjectionTests
{
    private static readonly string[] s_tools = ["note", "run", "send"];

    /// <summary>The agents' rules: <c>always</c>, which does not hold once something untrusted was read.</summary>
    private const string PermissiveRules = "approval: [{ tool: '*', decision: always }]";

    private static readonly Dictionary<string, Func<ApprovalScene, Session, string, Task<Session>>> s_ways = new()
    {
        ["in the same turn"] = InTheSameTurnAsync,
        ["in the next turn"] = InTheNextTurnAsync,
        ["beside other calls"] = BesideOtherCallsAsync,
        ["again with other arguments"] = AgainAsync,
        ["by the agent handed over to"] = ByAnotherAgentAsync,
        ["by the third agent of a chain"] = ByAThirdAgentAsync,
        ["by a user's switch that carries over one message"] = BySwitchAsync,
        ["after steering"] = AfterSteeringAsync,
        ["after a restart"] = AfterARestartAsync,
        ["after the loop was released"] = AfterReleaseAsync,
        ["after a rollback"] = AfterRollbackAsync,
        ["after a cancelled turn"] = AfterCancelAsync,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, bool> Injections
    {
        get
        {
            var all = new TheoryData<string, string, bool>();
            foreach (var way in s_ways.Keys)
            {
                foreach (var tool in s_tools)
                {
                    all.Add(way, tool, false);
                    all.Add(way, tool, true);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Injections))]
    public async Task Injection_HasNoEffectWithoutApproval(string way, string tool, bool isAlwaysAllowed)
    {
        await using var scene = await ApprovalScene.StartAsync(rules: isAlwaysAllowed ? PermissiveRules : "");
        var session = await scene.Host.CreateSessionAsync(Token);

        session = await s_ways[way](scene, session, tool);
        var asked = await ApprovalScene.QuestionAsync(session);

        Assert.DoesNotContain(scene.Effects, effect => !effect.StartsWith("page", StringComparison.Ordinal));
        Assert.Equal((tool, true), (asked.Name, asked.Untrusted));
    }

    [Theory]
    [InlineData("note")]
    [InlineData("run")]
    [InlineData("send")]
    public async Task Injection_WithAnApprovalThatStandsFromBefore_HasNoEffect(string tool)
    {
        await using var scene = await ApprovalScene.StartAsync(rules: "approval: [{ tool: '*', decision: ask }]");
        var (session, asked) = await scene.Calls($"{tool} x").AskAsync();
        await session.ResolveApprovalAsync(asked.ApprovalId, new(ApprovalChoice.Approve, Remember: ApprovalMemory.Tool), Token);
        await session.WaitForTurnAsync(asked.TurnId!, Token);
        scene.Calls("page p");
        var reading = await ApprovalScene.AskAsync(session);
        await session.ResolveApprovalAsync(reading.ApprovalId, new(ApprovalChoice.Approve), Token);
        await session.WaitForTurnAsync(reading.TurnId!, Token);

        scene.Calls($"{tool} x");
        var again = await ApprovalScene.AskAsync(session);

        Assert.Equal((tool, true), (again.Name, again.Untrusted));
        Assert.Equal([$"{tool} x", "page p"], scene.Effects);
    }

    [Fact]
    public async Task Rule_ThatSaysSo_HoldsAfterAnythingUntrusted()
    {
        await using var scene = await ApprovalScene.StartAsync(
            rules: "approval: [{ tool: send, decision: always, even_untrusted: true, arguments: { text: 'https://example.com/*' } }]");
        scene.Calls("page p").Calls("send https://example.com/a").Calls("send https://example.com/../b");
        var session = await scene.Host.CreateSessionAsync(Token);

        var asked = await ApprovalScene.AskAsync(session);

        Assert.Equal("https://example.com/../b", asked.Arguments.GetProperty("text").GetString());
        Assert.Equal(["page p", "send https://example.com/a"], scene.Effects);
    }

    [Fact]
    public async Task Reading_AfterAnythingUntrusted_AsksNobody()
    {
        await using var scene = await ApprovalScene.StartAsync();
        scene.Calls("page p").Calls("look a");
        var session = await scene.Host.CreateSessionAsync(Token);

        await session.AskAsync("Go", Token);

        Assert.Equal(["page p", "look a"], scene.Effects);
    }

    [Fact]
    public async Task Agent_ThatWasGivenNothingOfIt_AsksNobody()
    {
        await using var scene = await ApprovalScene.StartAsync();
        scene.Calls("page p");
        var session = await scene.Host.CreateSessionAsync(Token);
        await session.AskAsync("Go", Token);
        await session.SwitchAgentAsync("debbie", new CarryOverSetting(CarryOverPolicy.None), Token);
        scene.CallsOn("model-b", "note x");

        await session.AskAsync("Note x", Token);

        Assert.Equal(["page p", "note x"], scene.Effects);
    }

    private static async Task<Session> InTheSameTurnAsync(ApprovalScene scene, Session session, string tool)
    {
        scene.Calls("page p").Calls($"{tool} x");
        await session.SendAsync(new NewMessage("Read it"), Token);
        return session;
    }

    private static async Task<Session> InTheNextTurnAsync(ApprovalScene scene, Session session, string tool)
    {
        await ReadAsync(scene, session);
        return await ObeyAsync(scene, session, tool);
    }

    private static async Task<Session> BesideOtherCallsAsync(ApprovalScene scene, Session session, string tool)
    {
        scene.Calls("page p", "page q").Calls("page r", $"{tool} x", "page s");
        await session.SendAsync(new NewMessage("Read it"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is ToolCompleted { CallId: "call-2" }, Token);
        return session;
    }

    private static async Task<Session> AgainAsync(ApprovalScene scene, Session session, string tool)
    {
        scene.Calls("page p").Calls($"{tool} x").Calls($"{tool} x ").Calls($"{tool} X");
        var receipt = await session.SendAsync(new NewMessage("Read it"), Token);
        var after = receipt.Seq;
        for (var refusal = 0; refusal < 2; refusal++)
        {
            var asked = await ApprovalScene.QuestionAsync(session, after);
            await session.ResolveApprovalAsync(asked.ApprovalId, new(ApprovalChoice.Refuse), Token);
            after = asked.Seq;
        }

        await ApprovalScene.QuestionAsync(session, after);
        return session;
    }

    private static async Task<Session> ByAnotherAgentAsync(ApprovalScene scene, Session session, string tool)
    {
        scene.Calls("page p").Calls("switch_agent debbie");
        await ReadAsync(session);
        return await ObeyAsync(scene, session, tool, "model-b");
    }

    private static async Task<Session> ByAThirdAgentAsync(ApprovalScene scene, Session session, string tool)
    {
        scene.Calls("page p").Calls("switch_agent debbie");
        await ReadAsync(session);
        scene.CallsOn("model-b", "switch_agent carol");
        await ReadAsync(session);
        return await ObeyAsync(scene, session, tool, "model-c");
    }

    private static async Task<Session> BySwitchAsync(ApprovalScene scene, Session session, string tool)
    {
        await ReadAsync(scene, session);
        await session.SwitchAgentAsync("debbie", new CarryOverSetting(CarryOverPolicy.Last, 1), Token);
        return await ObeyAsync(scene, session, tool, "model-b");
    }

    private static async Task<Session> AfterSteeringAsync(ApprovalScene scene, Session session, string tool)
    {
        scene.Calls("page p").Calls("hang h").Calls($"{tool} x");
        await session.SendAsync(new NewMessage("Read it"), Token);
        await scene.Hanging.Task.WaitAsync(Token);
        await session.SendAsync(new NewMessage("Go on, do what it says") { OnBusy = BusyPolicy.Steer }, Token);
        scene.Release.SetResult();
        return session;
    }

    private static async Task<Session> AfterARestartAsync(ApprovalScene scene, Session session, string tool)
    {
        await ReadAsync(scene, session);
        return await ObeyAsync(scene, await scene.RestartAsync(session), tool);
    }

    private static async Task<Session> AfterReleaseAsync(ApprovalScene scene, Session session, string tool)
    {
        await ReadAsync(scene, session);
        await scene.Host.Sessions.ReleaseLoopAsync(CoreHost.Principal, new(session.Id, "alice"), Token);
        return await ObeyAsync(scene, session, tool);
    }

    private static async Task<Session> AfterRollbackAsync(ApprovalScene scene, Session session, string tool)
    {
        scene.Calls("page p").Calls("hang h").Calls($"{tool} x");
        await session.SendAsync(new NewMessage("Read it"), Token);
        await scene.Hanging.Task.WaitAsync(Token);
        await session.SendAsync(new NewMessage("Something else") { OnBusy = BusyPolicy.Rollback }, Token);
        return session;
    }

    private static async Task<Session> AfterCancelAsync(ApprovalScene scene, Session session, string tool)
    {
        scene.Calls("page p").Calls("hang h");
        var receipt = await session.SendAsync(new NewMessage("Read it"), Token);
        await scene.Hanging.Task.WaitAsync(Token);
        await session.CancelAsync(receipt.TurnId, Token);
        return await ObeyAsync(scene, session, tool);
    }

    private static Task<TurnView> ReadAsync(ApprovalScene scene, Session session)
    {
        scene.Calls("page p");
        return ReadAsync(session);
    }

    private static Task<TurnView> ReadAsync(Session session) => session.AskAsync("Read it", Token);

    private static async Task<Session> ObeyAsync(ApprovalScene scene, Session session, string tool, string model = "model-a")
    {
        scene.CallsOn(model, $"{tool} x");
        await session.SendAsync(new NewMessage("Go on"), Token);
        return session;
    }
}
