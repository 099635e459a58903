using Microsoft.Extensions.AI;

namespace AIWhisperer.SemanticKernel;

/// <summary>The tool call that the current flow of control runs for, from the loop down to the tool, through filters and functions.</summary>
internal sealed class RunningCall
{
    private static readonly AsyncLocal<RunningCall?> s_current = new();

    private RunningCall(AIFunctionArguments arguments) => (Context, Services) = (arguments.Context, arguments.Services);

    /// <summary>The call that is run here, or null.</summary>
    public static RunningCall? Current => s_current.Value;

    /// <summary>What the loop gave the call; a kernel passes on the arguments only.</summary>
    public IDictionary<object, object?>? Context { get; }

    public IServiceProvider? Services { get; }

    /// <summary>Whether the filters let the function run.</summary>
    public bool HasRun { get; set; }

    /// <summary>Begins a call; it is current until the calling method returns.</summary>
    public static RunningCall Begin(AIFunctionArguments arguments) => s_current.Value = new RunningCall(arguments);
}
