namespace AIWhisperer.Mcp;

/// <summary>What approving a server's tool would change.</summary>
/// <param name="Tool">The server's own name of it; made fit to be shown.</param>
/// <param name="Change">What is to be approved.</param>
/// <param name="Description">What models are told now; empty when the tool is gone.</param>
/// <param name="Schema">The schema of its arguments, as models are told it; empty when the tool is gone.</param>
/// <param name="Before">The hashes of description and schema that were approved; null for a new tool.</param>
/// <param name="Now">Those of now; null when the tool is gone.</param>
public sealed record ToolReview(
    string Tool,
    ToolChange Change,
    string Description,
    string Schema,
    (string Description, string Schema)? Before,
    (string Description, string Schema)? Now);
