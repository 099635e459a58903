using AIWhisperer.Core;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Core.Tools;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace AIWhisperer.SemanticKernel.Tests;

/// <summary>Filters that the host has registered run around every tool call of every loop.</summary>
public sealed class FilterTests
{
    private const string Alice = """
        alice:
          name: "Alice"
          prompt: "You are Alice."
          ai_config: { model: model-a }
          allow_tools: [get_current_time, switch_agent]

        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Filters_OfBothKinds_RunOnceAroundEachCallAndKnowIt()
    {
        var seen = new List<string>();
        var filter = new CallFilter
        {
            Automatic = async (context, next) =>
            {
                var session = Assert.IsType<IToolSession>(context.Arguments!.Context![ToolCallContext.SessionKey], exactMatch: false);
                seen.Add($"{context.ToolCallId} {context.Function.Name} {context.FunctionSequenceIndex + 1}/{context.FunctionCount} "
                    + $"of round {context.RequestSequenceIndex} for {session.AgentId} after '{context.ChatHistory[1].Content}'");
                await next(context);
                seen.Add($"{context.ToolCallId} done");
            },
            Function = (context, next) =>
            {
                seen.Add($"function {context.Function.Name}");
                return next(context);
            },
        };
        await using var host = await StartAsync(filter);
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c1", "get_current_time", "{}"))
            .Script("model-a", reply => reply.ToolCall("c2", "get_current_time", """{"time_zone":"UTC"}"""))
            .Script("model-a", reply => reply.Text("Late."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Time?", Token);

        Assert.Equal("Late.", turn.Text);
        Assert.Equal(
            [
                "c1 get_current_time 1/1 of round 0 for alice after 'Time?'", "function get_current_time", "c1 done",
                "c2 get_current_time 1/1 of round 1 for alice after 'Time?'", "function get_current_time", "c2 done",
            ],
            seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Filter_ThatChangesTheResult_IsHeardByTheModel(bool isAutomatic)
    {
        await using var host = await StartAsync(isAutomatic
            ? new CallFilter
            {
                Automatic = async (context, next) =>
                {
                    await next(context);
                    context.Result = new FunctionResult(context.Result, "noon");
                },
            }
            : new CallFilter
            {
                Function = async (context, next) =>
                {
                    await next(context);
                    context.Result = new FunctionResult(context.Result, "noon");
                },
            });

        var call = await CallTheTimeAsync(host);

        Assert.Equal((ToolCallOutcome.Succeeded, "noon"), (call.Outcome!.Value, call.Result));
        Assert.Equal("tool: noon", host.Upstream.Requests[1].Messages[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Filter_ThatDoesNotLetTheCallThrough_IsAToolError(bool isAutomatic)
    {
        await using var host = await StartAsync(isAutomatic
            ? new CallFilter { Automatic = (_, _) => Task.CompletedTask }
            : new CallFilter { Function = (_, _) => Task.CompletedTask });

        var call = await CallTheTimeAsync(host);

        Assert.Equal(ToolCallOutcome.Failed, call.Outcome);
        Assert.Contains("a filter did not let it through", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filter_ThatRefusesWithAResult_GivesTheModelThatResult()
    {
        await using var host = await StartAsync(new CallFilter
        {
            Function = (context, _) =>
            {
                context.Result = new FunctionResult(context.Result, "not today");
                return Task.CompletedTask;
            },
        });

        Assert.Equal("not today", (await CallTheTimeAsync(host)).Result);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Filter_ThatThrows_IsAToolErrorThatHidesTheDetails(bool isAutomatic)
    {
        await using var host = await StartAsync(isAutomatic
            ? new CallFilter { Automatic = (_, _) => throw new InvalidOperationException("secret") }
            : new CallFilter { Function = (_, _) => throw new InvalidOperationException("secret") });

        var call = await CallTheTimeAsync(host);

        Assert.Equal(ToolCallOutcome.Failed, call.Outcome);
        Assert.DoesNotContain("secret", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filter_ThatThrowsOneOfOurs_IsAToolErrorInItsWords()
    {
        await using var host = await StartAsync(new CallFilter
        {
            Automatic = (_, _) => throw new ForbiddenException(ErrorCodes.Forbidden, "Ask your manager."),
        });

        Assert.Equal("Ask your manager.", (await CallTheTimeAsync(host)).Error);
    }

    [Fact]
    public async Task Filter_ThatTerminates_EndsTheUseOfToolsForThisTurnOnly()
    {
        var terminates = true;
        await using var host = await StartAsync(new CallFilter
        {
            Automatic = async (context, next) =>
            {
                await next(context);
                context.Terminate = terminates;
            },
        });
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c1", "get_current_time", "{}"))
            .Script("model-a", reply => reply.ToolCall("c2", "get_current_time", "{}"))
            .Script("model-a", reply => reply.Text("Enough."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Time?", Token);
        terminates = false;
        var next = await CallTheTimeAsync(host, session);

        Assert.Equal("Enough.", turn.Text);
        Assert.Equal([ToolCallOutcome.Succeeded, ToolCallOutcome.Failed], turn.ToolCalls.Select(call => call.Outcome!.Value));
        Assert.Contains("ended the use of tools", turn.ToolCalls[1].Error, StringComparison.Ordinal);
        Assert.Equal([null, "none", "none"], host.Upstream.Requests.Take(3).Select(ToolChoice));
        Assert.Equal((null, ToolCallOutcome.Succeeded), (ToolChoice(host.Upstream.Requests[3]), next.Outcome));
    }

    [Fact]
    public async Task Cancel_WhileAFilterWaits_EndsTheTurn()
    {
        var waiting = new TaskCompletionSource();
        await using var host = await StartAsync(new CallFilter
        {
            Automatic = async (context, next) =>
            {
                waiting.SetResult();
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                await next(context);
            },
        });
        host.Upstream.Script("model-a", reply => reply.ToolCall("c1", "get_current_time", "{}"));
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Time?"), Token);
        await waiting.Task.WaitAsync(Token);

        var turn = await session.CancelAsync(receipt.TurnId, Token);

        Assert.Equal(TurnStatus.Cancelled, turn.Status);
        Assert.Equal(TurnStatus.Completed, (await session.AskAsync("Go on", Token)).Status);
    }

    [Fact]
    public async Task Kernel_OfEachLoop_IsItsOwn()
    {
        var kernels = new List<(string Agent, Kernel Kernel)>();
        await using var host = await StartAsync(
            new CallFilter
            {
                Automatic = (context, next) =>
                {
                    var session = (IToolSession)context.Arguments!.Context![ToolCallContext.SessionKey]!;
                    kernels.Add((session.AgentId, context.Kernel));
                    return next(context);
                },
            },
            Alice + Alice.Replace("alice", "debbie", StringComparison.Ordinal));
        var session = await host.CreateSessionAsync(Token);

        foreach (var agent in (string[])["alice", "debbie", "alice"])
        {
            await session.SwitchAgentAsync(agent, null, Token);
            await CallTheTimeAsync(host, session);
        }

        Assert.Equal(["alice", "debbie", "alice"], kernels.Select(one => one.Agent));
        Assert.NotSame(kernels[0].Kernel, kernels[1].Kernel);
        Assert.Same(kernels[0].Kernel, kernels[2].Kernel);
    }

    private static Task<CoreHost> StartAsync(CallFilter filter, string agents = Alice) => CoreHost.StartAsync(Token, agents, configure: services => services
        .AddSemanticKernel()
        .AddSingleton<IAutoFunctionInvocationFilter>(filter)
        .AddSingleton<IFunctionInvocationFilter>(filter));

    private static string? ToolChoice(UpstreamRequest request) =>
        request.Body.TryGetProperty("tool_choice", out var choice) ? choice.GetString() : null;

    private static async Task<ToolCallView> CallTheTimeAsync(CoreHost host, Session? session = null)
    {
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c", "get_current_time", "{}"))
            .Script("model-a", reply => reply.Text("So."));
        session ??= await host.CreateSessionAsync(Token);
        var turn = await session.AskAsync("Time?", Token);
        Assert.Equal("So.", turn.Text);
        return Assert.Single(turn.ToolCalls);
    }
}
