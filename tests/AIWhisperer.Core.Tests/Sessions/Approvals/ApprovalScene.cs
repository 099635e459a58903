using System.Collections.Concurrent;
using System.ComponentModel;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Core.Tools;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions.Approvals;

/// <summary>
/// A host whose agents have tools that can be told to have had an effect: <c>run</c> (asks by itself), <c>note</c>, <c>send</c> and
/// <c>look</c>, of one effect each, <c>page</c>, whose results nobody vouches for, <c>hang</c>, which ends when it is told to, and
/// <c>pick</c>, whose argument has parts.
/// </summary>
internal sealed class ApprovalScene : IAsyncDisposable
{
    private const string Tools = "allow_tools: [run, note, send, look, page, hang, pick, switch_agent]";

    private readonly ConcurrentQueue<string> _effects = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _expected = new();

    public CoreHost Host { get; private set; } = null!;

    /// <summary>What tools did, over all restarts, as <c>run x</c>.</summary>
    public IReadOnlyList<string> Effects => [.. _effects];

    /// <summary>Completes when a tool has done that.</summary>
    public Task EffectAsync(string effect) =>
        _expected.GetOrAdd(effect, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(Token);

    /// <summary>Completes when <c>hang</c> runs.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends <c>hang</c>.</summary>
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ApprovalScene> StartAsync(
        TimeProvider? clock = null, string? agents = null, string rules = "", params (string Key, string Value)[] settings)
    {
        var scene = new ApprovalScene();
        scene.Host = await CoreHost.StartAsync(
            Token, agents: agents ?? Agents(rules), clock: clock, configure: scene.AddTools, settings: settings);
        return scene;
    }

    /// <summary>Has Alice's model call tools in one reply, each as <c>name argument</c>.</summary>
    public ApprovalScene Calls(params string[] calls) => CallsOn("model-a", calls);

    public ApprovalScene CallsOn(string model, params string[] calls)
    {
        Host.Upstream.Script(model, reply =>
        {
            foreach (var (at, call) in calls.Index())
            {
                var words = call.Split(' ', 2);
                var argument = words[0] == "switch_agent" ? "agent_id" : "text";
                reply.ToolCall($"call-{at}", words[0], $$"""{"{{argument}}":"{{words[1]}}"}""");
            }

            reply.Usage(10, 5);
        });
        return this;
    }

    /// <summary>Sends a message to Alice and waits for the question.</summary>
    public async Task<(Session Session, ToolApprovalRequired Asked)> AskAsync(string text = "Go")
    {
        var session = await Host.CreateSessionAsync(Token);
        return (session, await AskAsync(session, text));
    }

    public static async Task<ToolApprovalRequired> AskAsync(Session session, string text = "Go")
    {
        var receipt = await session.SendAsync(new NewMessage(text), Token);
        return await QuestionAsync(session, receipt.Seq);
    }

    /// <summary>The first question after that place in the log.</summary>
    public static async Task<ToolApprovalRequired> QuestionAsync(Session session, long after = 0) =>
        (ToolApprovalRequired)(await session.AttachAsync(after, Token).UntilAsync(read => read is ToolApprovalRequired, Token))[^1];

    /// <summary>The session after a stop and a start.</summary>
    public async Task<Session> RestartAsync(Session session)
    {
        await Host.RestartAsync(Token);
        return await Host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
    }

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    private static string Agents(string rules)
    {
        var more = rules.Length == 0 ? Tools : $"{Tools}, {rules}";
        return $$"""
            alice: { name: "Alice", prompt: "You are Alice.", ai_config: { model: model-a }, {{more}} }
            debbie: { name: "Debbie", prompt: "You are Debbie.", ai_config: { model: model-b }, {{more}} }
            carol: { name: "Carol", prompt: "You are Carol.", ai_config: { model: model-c }, {{more}} }
            """;
    }

    private void AddTools(IServiceCollection services)
    {
        services.AddSingleton(Tool("run", ToolEffect.Execute));
        services.AddSingleton(Tool("note", ToolEffect.Write));
        services.AddSingleton(Tool("send", ToolEffect.Network));
        services.AddSingleton(Tool("look", ToolEffect.Read));
        services.AddSingleton(Tool("page", ToolEffect.Read) with { GivesUntrusted = true });
        services.AddSingleton(new Tool(AIFunctionFactory.Create(HangAsync, "hang", "Hangs."), "test", ToolEffect.Read));

        services.AddSingleton(new Tool(
            AIFunctionFactory.Create((Choice choice) => $"{choice.Colour} {choice.Sizes.Length}", "pick", "Picks."), "test", ToolEffect.Read));

        async Task<string> HangAsync([Description("Any.")] string text, CancellationToken cancellationToken)
        {
            Hanging.TrySetResult();
            await Release.Task.WaitAsync(cancellationToken);
            return text;
        }
    }

    private enum Colour
    {
        Red,
        Green,
    }

    private sealed record Choice(Colour Colour, int[] Sizes);

    private Tool Tool(string name, ToolEffect effect) => new(
        AIFunctionFactory.Create(
            ([Description("Any.")] string text) =>
            {
                _effects.Enqueue($"{name} {text}");
                _expected.GetOrAdd($"{name} {text}", _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
                return $"{name} did {text}";
            },
            name,
            "Does something."),
        "test",
        effect);
}
