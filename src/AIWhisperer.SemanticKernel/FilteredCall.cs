using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;

namespace AIWhisperer.SemanticKernel;

/// <summary>
/// One tool call through a kernel: the filters of automatic calls, in the order of their registration, then the function with the filters
/// of functions. Used once.
/// </summary>
/// <param name="kernel">The loop's kernel.</param>
/// <param name="function">The tool.</param>
/// <param name="round">The model call that asked for it; null when that is not known.</param>
/// <param name="content">The call as the model made it; null when that is not known.</param>
internal sealed class FilteredCall(Kernel kernel, KernelFunction function, ModelRound? round, FunctionCallContent? content)
{
    /// <summary>Whether a filter has set <see cref="Microsoft.Extensions.AI.FunctionInvocationContext.Terminate"/>.</summary>
    public bool EndsToolUse { get; private set; }

    /// <summary>What the tool, or a filter in its place, has given; a model's answer as its text.</summary>
    public async Task<object?> RunAsync(KernelArguments arguments, CancellationToken cancellationToken)
    {
        FunctionResult result;
        if (kernel.AutoFunctionInvocationFilters.Count == 0)
        {
            result = await function.InvokeAsync(kernel, arguments, cancellationToken);
        }
        else
        {
            var context = Context(arguments, cancellationToken);
            await FilterAsync(context, 0);
            EndsToolUse = context.Terminate;
            result = context.Result;
        }

        return result.GetValue<object>() switch
        {
            KernelContent answer => answer.ToString(),
            ChatResponse answer => answer.Text,
            var value => value,
        };
    }

    private async Task FilterAsync(AutoFunctionInvocationContext context, int index)
    {
        if (index < kernel.AutoFunctionInvocationFilters.Count)
        {
            await kernel.AutoFunctionInvocationFilters[index].OnAutoFunctionInvocationAsync(context, next => FilterAsync(next, index + 1));
        }
        else if (!context.Terminate)
        {
            context.Result = await function.InvokeAsync(kernel, context.Arguments, context.CancellationToken);
        }
    }

    private AutoFunctionInvocationContext Context(KernelArguments arguments, CancellationToken cancellationToken)
    {
        var call = content ?? new FunctionCallContent("", function.Name);
        var calls = round?.Calls is { Count: > 0 } all ? all : [call];
        var history = Transcript.Of(round?.Messages ?? []);
        var asked = Transcript.Of(new ChatMessage(ChatRole.Assistant, [.. calls]));
        history.Add(asked);
        return new AutoFunctionInvocationContext(
            kernel, function, new FunctionResult(function, culture: kernel.Culture), history, asked)
        {
            Arguments = arguments,
            CallContent = call,
            RequestSequenceIndex = round?.Index ?? 0,
            FunctionSequenceIndex = Math.Max(0, calls.IndexOf(call)),
            FunctionCount = calls.Count,
            IsStreaming = true,
            CancellationToken = cancellationToken,
        };
    }
}
