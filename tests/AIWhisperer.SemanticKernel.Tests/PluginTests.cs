using System.ComponentModel;
using AIWhisperer.Core.Events;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace AIWhisperer.SemanticKernel.Tests;

/// <summary>Plugins that the host has registered are tools that agents are granted.</summary>
public sealed class PluginTests
{
    private const string Agents = """
        alice:
          name: "Alice"
          prompt: "You are Alice."
          ai_config: { model: model-a, temperature: 0.3, max_tokens: 77 }
          allow_tools: [weather_forecast, writing_summarize, writing_ask, get_current_time]
          approval: [{ tool: "*", decision: always, even_untrusted: true }]
        debbie:
          name: "Debbie"
          prompt: "You are Debbie."
          ai_config: { model: model-b }
        carl:
          name: "Carl"
          prompt: "You are Carl."
          ai_config: { model: model-c, fallbacks: [fake/model-d] }
          allow_tools: [writing_summarize]
          approval: [{ tool: "*", decision: always, even_untrusted: true }]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plugin_Granted_IsOfferedDescribedAndRun()
    {
        await using var host = await StartAsync();
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c", "weather_forecast", """{"city":"Ber""", """lin","days":2}"""))
            .Script("model-a", reply => reply.Text("Rain."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Weather?", Token);

        Assert.Equal((ToolCallOutcome.Succeeded, "rain in Berlin for 2 days"), (turn.ToolCalls[0].Outcome!.Value, turn.ToolCalls[0].Result));
        var offered = host.Upstream.Requests[0].Body.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("function"))
            .Single(tool => tool.GetProperty("name").ValueEquals("weather_forecast"));
        Assert.Equal("The weather of the next days.", offered.GetProperty("description").GetString());
        var parameters = offered.GetProperty("parameters");
        Assert.False(parameters.TryGetProperty("condition", out _));
        Assert.Equal(["city", "days"], parameters.GetProperty("properties").EnumerateObject().Select(property => property.Name));
        Assert.Equal(["city"], parameters.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task Plugin_NotGranted_IsNeitherOfferedNorRun()
    {
        await using var host = await StartAsync();
        host.Upstream
            .Script("model-b", reply => reply.ToolCall("c", "weather_forecast", """{"city":"Berlin"}"""))
            .Script("model-b", reply => reply.Text("I cannot."));
        var session = await host.CreateSessionAsync(Token, "debbie");

        var turn = await session.AskAsync("Weather?", Token);

        Assert.Contains("no tool", Assert.Single(turn.ToolCalls).Error, StringComparison.Ordinal);
        Assert.False(host.Upstream.Requests[0].Body.TryGetProperty("tools", out _));
    }

    [Fact]
    public async Task Plugin_NamedByAnAgent_IsKnownToTheConfiguration()
    {
        await using var host = await StartAsync();

        Assert.Equal(Core.Loops.AgentAvailability.Available, host.Agents.Get("alice").Availability);
    }

    [Fact]
    public async Task PromptFunction_Called_AsksTheLoopsOwnModelWithTheAgentsSettings()
    {
        var rendered = new List<string>();
        await using var host = await StartAsync(new CallFilter
        {
            Prompt = async (context, next) =>
            {
                await next(context);
                rendered.Add(context.RenderedPrompt!);
            },
        });
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c", "writing_summarize", """{"text":"A long story."}"""))
            .Script("model-a", reply => reply.Texts("A ", "story."))
            .Script("model-a", reply => reply.Text("Summed up."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Summarize", Token);

        Assert.Equal(("Summed up.", "A story."), (turn.Text, Assert.Single(turn.ToolCalls).Result));
        Assert.Equal(["Summarize: A long story."], rendered);
        var asked = host.Upstream.Requests[1];
        Assert.Equal(["user: Summarize: A long story."], asked.Messages);
        Assert.Equal((0.3, 77), (asked.Body.GetProperty("temperature").GetDouble(), asked.Body.GetProperty("max_tokens").GetInt32()));
        Assert.False(asked.Body.TryGetProperty("tools", out _));
    }

    [Fact]
    public async Task PromptFunction_WhoseModelBreaksOff_HasTheNextModelsAnswerAlone()
    {
        await using var host = await StartAsync();
        host.Upstream
            .Script("model-c", reply => reply.ToolCall("c", "writing_summarize", """{"text":"A long story."}"""))
            .Script("model-c", reply => reply.Text("A sto").Cut())
            .Script("model-d", reply => reply.Text("A story."))
            .Script("model-d", reply => reply.Text("Summed up."));
        var session = await host.CreateSessionAsync(Token, "carl");

        var turn = await session.AskAsync("Summarize", Token);

        Assert.Equal(("Summed up.", "A story."), (turn.Text, Assert.Single(turn.ToolCalls).Result));
    }

    [Fact]
    public async Task PromptFunction_ThatMayCallFunctions_IsOfferedWhatTheAgentIsGrantedThroughTheFilters()
    {
        var calls = new List<string>();
        await using var host = await StartAsync(new CallFilter
        {
            Automatic = (context, next) =>
            {
                lock (calls)
                {
                    calls.Add(context.Function.Name);
                }

                return next(context);
            },
        });
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c", "writing_ask", """{"question":"Weather?"}"""))
            .Script("model-a", reply => reply.ToolCall("n", "weather_forecast", """{"city":"Oslo"}"""))
            .Script("model-a", reply => reply.Text("Rain in Oslo."))
            .Script("model-a", reply => reply.Text("Take a coat."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("What should I wear?", Token);

        Assert.Equal(("Take a coat.", "Rain in Oslo."), (turn.Text, Assert.Single(turn.ToolCalls).Result));
        Assert.Equal(["ask", "forecast"], calls);
        Assert.Equal(
            ["AIWhisperer_get_current_time", "weather_forecast", "writing_ask", "writing_summarize"],
            host.Upstream.Requests[1].Body.GetProperty("tools").EnumerateArray()
                .Select(tool => tool.GetProperty("function").GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("tool: rain in Oslo for 1 days", host.Upstream.Requests[2].Messages[^1]);
    }

    private static Task<CoreHost> StartAsync(CallFilter? filter = null) => CoreHost.StartAsync(Token, Agents, configure: services =>
    {
        services.AddSemanticKernel();
        services.AddKernel().Plugins
            .AddFromType<Weather>("weather")
            .AddFromFunctions(
                "writing",
                [
                    KernelFunctionFactory.CreateFromPrompt("Summarize: {{$text}}", functionName: "summarize", description: "Sums a text up."),
                    KernelFunctionFactory.CreateFromPrompt(
                        "{{$question}}",
                        new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() },
                        functionName: "ask",
                        description: "Answers a question."),
                ]);
        if (filter is not null)
        {
            services.AddSingleton<IAutoFunctionInvocationFilter>(filter).AddSingleton<IPromptRenderFilter>(filter);
        }
    });

    private sealed class Weather
    {
        private readonly string _sky = "rain";

        [KernelFunction("forecast"), Description("The weather of the next days.")]
        public string Forecast(string city, int days = 1) => $"{_sky} in {city} for {days} days";
    }
}
