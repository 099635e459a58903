using System.Collections.Immutable;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tests.Tools;

/// <summary>Calls tools as a loop does.</summary>
internal sealed class ToolCalls(IToolSession session, TimeProvider clock) : IProgress<ToolProgress>
{
    public event Action<ToolProgress>? Reported;

    public List<ToolProgress> Progress { get; } = [];

    public ToolInvoker Invoker { get; } = new(
        Options.Create(new ToolOptions()), new ToolCatalog([]), new NoToolServers(), clock, NullLogger<ToolInvoker>.Instance);

    public static GrantedTools Granting(params IEnumerable<Tool> tools) =>
        new(tools.ToImmutableSortedDictionary(tool => tool.Name, tool => new GrantedTool(tool, "a test"), StringComparer.Ordinal), []);

    public Task<ToolOutcome> CallAsync(Tool tool, params (string Name, object? Value)[] arguments) => CallAsync(
        new FunctionCallContent("c1", tool.Name, arguments.ToDictionary(argument => argument.Name, argument => argument.Value)),
        Granting(tool),
        TestContext.Current.CancellationToken);

    public Task<ToolOutcome> CallAsync(FunctionCallContent call, GrantedTools granted, CancellationToken turnToken) =>
        Invoker.InvokeAsync(call, granted, session, this, same => same, turnToken);

    void IProgress<ToolProgress>.Report(ToolProgress value)
    {
        lock (Progress)
        {
            Progress.Add(value);
        }

        Reported?.Invoke(value);
    }
}
