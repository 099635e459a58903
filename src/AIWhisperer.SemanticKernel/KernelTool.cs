using Microsoft.Extensions.AI;

namespace AIWhisperer.SemanticKernel;

/// <summary>A tool that is run as a function of the loop's kernel.</summary>
internal sealed class KernelTool(AIFunction tool, KernelEngine engine) : DelegatingAIFunction(tool)
{
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        await engine.RunAsync(Name, arguments, cancellationToken);
}
