using Microsoft.SemanticKernel;

namespace AIWhisperer.SemanticKernel;

/// <summary>The innermost filter: what passes it has been let through by all others.</summary>
internal sealed class RunMark : IFunctionInvocationFilter
{
    public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        if (RunningCall.Current is { } call)
        {
            call.HasRun = true;
        }

        return next(context);
    }
}
