using System.Text.Json;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops.ClientTools;

/// <summary>A client's tool as the model is offered it.</summary>
internal sealed class ClientToolFunction(ClientToolDeclaration declaration, Func<FunctionCallContent, CancellationToken, Task<string>> call)
    : AIFunction
{
    public override string Name => declaration.Name;

    public override string Description => declaration.Description;

    public override JsonElement JsonSchema => declaration.Parameters;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        await call((FunctionCallContent)arguments.Context![ToolCallContext.CallKey]!, cancellationToken);
}
