using Microsoft.SemanticKernel;

namespace AIWhisperer.SemanticKernel.Tests;

/// <summary>A filter of each kind that does what the test says; without that it lets everything through.</summary>
internal sealed class CallFilter : IAutoFunctionInvocationFilter, IFunctionInvocationFilter, IPromptRenderFilter
{
    public Func<AutoFunctionInvocationContext, Func<AutoFunctionInvocationContext, Task>, Task> Automatic { get; init; } =
        (context, next) => next(context);

    public Func<FunctionInvocationContext, Func<FunctionInvocationContext, Task>, Task> Function { get; init; } =
        (context, next) => next(context);

    public Func<PromptRenderContext, Func<PromptRenderContext, Task>, Task> Prompt { get; init; } = (context, next) => next(context);

    public Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next) =>
        Automatic(context, next);

    public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next) =>
        Function(context, next);

    public Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next) => Prompt(context, next);
}
