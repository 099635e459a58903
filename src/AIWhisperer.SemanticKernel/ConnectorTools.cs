using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AIWhisperer.SemanticKernel;

/// <summary>Puts the loop's tools into the form in which a connector offers them to its model and leaves the calls to the loop.</summary>
internal static class ConnectorTools
{
    /// <summary>For chat clients: the connectors of the library run whatever function they are given by themselves.</summary>
    public static AITool ForChatClient(AITool tool) => tool is AIFunction function ? function.AsDeclarationOnly() : tool;

    /// <summary>For chat completion services: on the way there every tool that is no function is lost.</summary>
    public static AITool ForCompletionService(AITool tool) =>
        tool is AIFunctionDeclaration declaration and not AIFunction ? new OfferedFunction(declaration) : tool;

    private sealed class OfferedFunction(AIFunctionDeclaration declaration) : AIFunction
    {
        public override string Name => declaration.Name;

        public override string Description => declaration.Description;

        public override JsonElement JsonSchema => declaration.JsonSchema;

        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"'{Name}' is a signal to the loop: it cannot be run.");
    }
}
