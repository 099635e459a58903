using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.ServerHarness;

/// <summary>What a test wants different from the usual <see cref="TestServer"/>.</summary>
public sealed record TestServerSetup
{
    /// <summary>The agents file.</summary>
    public string Agents { get; init; } = """
        alice:
          name: "Alice"
          prompt: "You are Alice. CANARY-PROMPT"
          ai_config: { model: model-a }
          allow_tools: [get_current_time, switch_agent]
        debbie:
          name: "Debbie"
          prompt: "You are Debbie."
          ai_config: { model: model-b }
        eve:
          name: "Eve"
          prompt: "You are Eve."
          ai_config: { provider: locked, model: model-c }
        bert:
          name: "Bert"
        """;

    /// <summary>The file of tool sets; null means that there is none.</summary>
    public string? ToolSets { get; init; }

    /// <summary>The server's settings.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];

    /// <summary>Gives the <c>base_url</c> of the provider, where something stands between server and upstream.</summary>
    public Func<FakeUpstream, Uri> BaseUrl { get; init; } = upstream => upstream.BaseUrl;

    /// <summary>
    /// The providers file, given the <see cref="BaseUrl"/>. Tests that break the upstream again and again are about each of the faults, not
    /// about the circuit: none opens.
    /// </summary>
    public Func<Uri, string> Providers { get; init; } = baseUrl => $$"""
        default_provider: fake
        providers:
          fake: { kind: openai, base_url: "{{baseUrl}}", resilience: { retry_delay: 0, breaker_minimum_calls: 100000 } }
          locked: { kind: openai, base_url: "{{baseUrl}}", api_key: "${LOCKED_API_KEY}" }
        """;

    /// <summary>Adds to the server's services.</summary>
    public Action<IServiceCollection> Services { get; init; } = _ => { };
}
