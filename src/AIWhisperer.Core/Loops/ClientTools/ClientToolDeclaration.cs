using System.Text.Json;

namespace AIWhisperer.Core.Loops.ClientTools;

/// <summary>
/// A tool that a client runs itself. It is offered to agents that are granted client tools; what it returns is untrusted, and calls of it
/// are asked about as calls that leave the server: nothing in a declaration lowers that.
/// </summary>
/// <param name="Name">What the model calls it by: 1 to 64 letters, digits, <c>_</c> and <c>-</c>; no name of a tool of the server.</param>
/// <param name="Description">What it is for, in words for the model, at most 4,000 characters.</param>
/// <param name="Parameters">The JSON Schema of its arguments: an object, at most 16 KB, nested 16 deep at most.</param>
/// <param name="TimeoutSeconds">
/// How long a call waits for its result, 1 to 3,600; null means <see cref="Tools.ToolOptions.ClientTimeout"/>.
/// </param>
public sealed record ClientToolDeclaration(string Name, string Description, JsonElement Parameters, int? TimeoutSeconds = null);
