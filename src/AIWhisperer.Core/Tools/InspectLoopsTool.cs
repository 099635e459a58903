using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools;

/// <summary>The tool <c>ai_loop_inspector</c>.</summary>
internal static class InspectLoopsTool
{
    public const string Name = "ai_loop_inspector";

    public static Tool Create() => new(
        AIFunctionFactory.Create(
            Inspect,
            Name,
            "Lists the AI loops of this conversation: which agents have one, which model and provider each uses, and what it does now."),
        "monitoring",
        ToolEffect.Read)
    {
        Tags = ["monitoring", "agents"],
    };

    private static IReadOnlyList<InspectedLoop> Inspect(AIFunctionArguments arguments) => arguments.Session().InspectLoops();
}
