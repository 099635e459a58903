using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools;

/// <summary>What a tool finds in the <see cref="AIFunctionArguments.Context"/> of each call.</summary>
public static class ToolCallContext
{
    /// <summary>The key of the call's <see cref="IToolSession"/>.</summary>
    public static object SessionKey { get; } = typeof(IToolSession);

    /// <summary>The key of the <see cref="FunctionCallContent"/> that the model made.</summary>
    public static object CallKey { get; } = typeof(FunctionCallContent);

    /// <summary>The key of the <see cref="IProgress{T}"/> that takes <see cref="ToolProgress"/>.</summary>
    public static object ProgressKey { get; } = typeof(IProgress<ToolProgress>);

    /// <summary>The session the tool is called in.</summary>
    public static IToolSession Session(this AIFunctionArguments arguments) => (IToolSession)arguments.Context![SessionKey]!;

    /// <summary>
    /// Where the call tells how far it is. It takes reports at any rate, never waits and never throws; clients are shown some of them.
    /// </summary>
    public static IProgress<ToolProgress> Progress(this AIFunctionArguments arguments) =>
        (IProgress<ToolProgress>)arguments.Context![ProgressKey]!;
}
