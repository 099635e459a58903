using System.Collections.Frozen;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace AIWhisperer.SemanticKernel;

/// <summary>
/// A kernel whose plugins are the tools that an agent is granted, and no others: a function made from a prompt can offer its model no more
/// than the agent has. Not changed after it was made.
/// </summary>
internal sealed class GrantedKernel
{
    /// <summary>The plugin of the tools that come from no plugin.</summary>
    public const string OwnPlugin = "AIWhisperer";

    private readonly FrozenDictionary<string, KernelFunction> _functions;
    private readonly FrozenSet<AIFunction> _granted;

    public GrantedKernel(IServiceProvider services, IReadOnlyCollection<AIFunction> granted)
    {
        _granted = granted.ToFrozenSet();
        var named = granted.Select(tool => (tool.Name, Function: FunctionOf(tool))).ToList();
        var plugins = named
            .GroupBy(item => item.Function.PluginName ?? OwnPlugin, item => item.Function, StringComparer.OrdinalIgnoreCase)
            .Select(functions => KernelPluginFactory.CreateFromFunctions(functions.Key, functions));
        Kernel = new Kernel(services, [.. plugins]);
        Kernel.FunctionInvocationFilters.Add(new RunMark());
        _functions = named.ToFrozenDictionary(
            item => item.Name,
            item => Kernel.Plugins.GetFunction(item.Function.PluginName ?? OwnPlugin, item.Function.Name),
            StringComparer.Ordinal);
    }

    public Kernel Kernel { get; }

    public IEnumerable<string> Names => _functions.Keys;

    /// <summary>A tool of the same name may be another one: a server of tools may have changed it.</summary>
    public bool Holds(IReadOnlyCollection<AIFunction> tools) => _granted.SetEquals(tools);

    public KernelFunction? Find(string name) => _functions.GetValueOrDefault(name);

    private static KernelFunction FunctionOf(AIFunction tool) =>
        tool.GetService<KernelFunction>() ?? new BridgedTool(tool).AsKernelFunction();
}
