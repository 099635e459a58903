using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.TestHarness;

/// <summary>
/// What a turn promises whatever <see cref="ILoopEngine"/> its loop runs on. An engine's tests derive from it and say how to register the
/// engine. Alice may call <c>get_current_time</c>, <c>switch_agent</c> and the test's own <c>probe</c>; Debbie and Carl may call nothing.
/// </summary>
public abstract partial class LoopEngineContract
{
    private const string ThreeAgents = """
        alice:
          name: "Alice"
          prompt: "You are Alice."
          ai_config: { model: model-a }
          allow_tools: [get_current_time, switch_agent, probe]
        debbie:
          name: "Debbie"
          prompt: "You are Debbie."
          ai_config: { model: model-b }
        carl:
          name: "Carl"
          prompt: "You are Carl."
          ai_config: { model: model-c }
        """;

    /// <summary>Cancelled when the test is given up.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Registers the engine under test, after Core.</summary>
    protected abstract void AddEngine(IServiceCollection services);

    /// <summary>A host whose loops run on the engine under test.</summary>
    /// <param name="probe">The body of the tool <c>probe</c>, which takes an integer <c>number</c>.</param>
    /// <param name="agents">The agents file; null means Alice, Debbie and Carl.</param>
    protected Task<CoreHost> StartAsync(
        Func<int, CancellationToken, Task<string>>? probe = null,
        string? agents = null) => CoreHost.StartAsync(
            Token,
            agents ?? ThreeAgents,
            configure: services =>
            {
                services.AddSingleton(new Tool(
                    AIFunctionFactory.Create(
                        (int number, CancellationToken cancellationToken) =>
                            probe?.Invoke(number, cancellationToken) ?? Task.FromResult($"probed {number}"),
                        "probe",
                        "Probes a number."),
                    "test",
                    ToolEffect.Read));
                AddEngine(services);
            });

    private static string Json(int number) => $$"""{"number":{{number}}}""";

    private static Task<TurnView> TurnOfAsync(Session session, TurnReceipt receipt) => session.WaitForTurnAsync(receipt.TurnId, Token);
}
