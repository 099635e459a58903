using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;

namespace AIWhisperer.SemanticKernel;

/// <summary>
/// A loop's engine with a kernel between the loop and its tools. The loop still makes the rounds of its turns: it logs, limits and cancels
/// tool calls as ever; around each of them the kernel's filters run. Thread-safe, as far as one loop's turn after turn goes.
/// </summary>
internal sealed class KernelEngine : ILoopEngine
{
    private readonly LoopServices _services;
    private readonly Lock _gate = new();
    private volatile GrantedKernel _granted;
    private volatile ModelRound? _round;
    private volatile string? _turnWithoutTools;

    [SuppressMessage("Reliability", "CA2000", Justification = "A view of the loop's client, which the loop owns.")]
    public KernelEngine(IServiceProvider host, IChatClient client)
    {
        _services = new LoopServices(host, new FunctionChatClient(client, this));
        _granted = new GrantedKernel(_services, []);
        Client = new LoopChatClient(client, this);
    }

    public IChatClient Client { get; }

    /// <summary>The latest call to the model; null before the first.</summary>
    public ModelRound? Round => _round;

    public AIFunction Adapt(AIFunction tool) => new KernelTool(tool, this);

    /// <summary>The loop calls its model.</summary>
    public ModelRound Begin(ProviderCallOptions options, IReadOnlyList<ChatMessage> messages)
    {
        Grant([.. (options.Tools ?? []).OfType<AIFunction>()]);
        var index = _round is { } last && last.Options.TurnId == options.TurnId ? last.Index + 1 : 0;
        return _round = new ModelRound(options, index, messages);
    }

    /// <summary>Whether a filter has ended the turn's use of tools.</summary>
    public bool ToolsAreOver(ModelRound round) => _turnWithoutTools is { } turnId && turnId == round.Options.TurnId;

    /// <summary>Runs a tool as a function of the kernel, through its filters.</summary>
    /// <exception cref="ForbiddenException">A filter did not let it run, and gave no result in its place.</exception>
    public async Task<object?> RunAsync(string tool, AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var round = _round;
        if (round is not null && ToolsAreOver(round))
        {
            throw new ForbiddenException(ErrorCodes.Forbidden, $"'{tool}' was not run: a filter has ended the use of tools in this turn.");
        }

        var granted = _granted;
        var function = granted.Find(tool)
            ?? throw new ForbiddenException(ErrorCodes.Forbidden, $"'{tool}' was not run: it is not granted to the agent.");
        var running = RunningCall.Begin(arguments);
        var call = new FilteredCall(granted.Kernel, function, round, arguments.Context?[ToolCallContext.CallKey] as FunctionCallContent);
        var result = await call.RunAsync(
            new KernelArguments(arguments) { Context = arguments.Context, Services = arguments.Services }, cancellationToken);
        if (call.EndsToolUse)
        {
            _turnWithoutTools = round?.Options.TurnId;
        }

        return result is not null || running.HasRun
            ? result
            : throw new ForbiddenException(ErrorCodes.Forbidden, $"'{tool}' was not run: a filter did not let it through.");
    }

    private void Grant(IReadOnlyCollection<AIFunction> tools)
    {
        lock (_gate)
        {
            if (!_granted.Holds(tools))
            {
                _granted = new GrantedKernel(_services, tools);
            }
        }
    }
}
