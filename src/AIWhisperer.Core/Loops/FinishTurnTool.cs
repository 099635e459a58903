using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>What a model calls to end its turn, where <c>continuation.require_explicit_signal</c> asks for it.</summary>
internal static class FinishTurnTool
{
    public const string Name = "finish_turn";

    public static AIFunctionDeclaration Declaration { get; } = AIFunctionFactory.CreateDeclaration(
        Name,
        "Call this when the task is done and you have told the user everything. Until then your turn goes on.",
        JsonElement.Parse("""{"type":"object","properties":{},"additionalProperties":false}"""));
}
