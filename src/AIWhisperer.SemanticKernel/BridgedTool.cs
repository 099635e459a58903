using Microsoft.Extensions.AI;

namespace AIWhisperer.SemanticKernel;

/// <summary>A tool as the body of a kernel function: it is given what the kernel does not pass on, and a name that a kernel accepts.</summary>
internal sealed class BridgedTool(AIFunction tool) : DelegatingAIFunction(tool)
{
    public override string Name { get; } = string.Concat(tool.Name.Select(one => char.IsAsciiLetterOrDigit(one) || one is '_' or '-' ? one : '_'));

    protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        arguments.Context = RunningCall.Current?.Context;
        arguments.Services = RunningCall.Current?.Services;
        return InnerFunction.InvokeAsync(arguments, cancellationToken);
    }
}
