using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AIWhisperer.Server.OpenApi;

/// <summary>Gives every request body an example that works as it stands.</summary>
internal sealed class ExampleFilter : IRequestBodyFilter
{
    private static readonly Dictionary<string, string> s_examples = new()
    {
        ["NewSession"] = """{ "agentId": "alice", "title": "First talk" }""",
        ["NewMessage"] = """{ "text": "What can you do?" }""",
        ["RenameSessionRequest"] = """{ "title": "About agents" }""",
        ["SwitchAgentRequest"] = """{ "agentId": "debbie", "carryOver": { "policy": "last", "last": 10 } }""",
        ["ApprovalAnswer"] = """{ "decision": "approve", "remember": "call" }""",
        ["ClientToolResult"] = """{ "result": "a.txt" }""",
        ["TestProviderRequest"] = """{ "model": "gpt-4.1" }""",
        ["ValidateAgentsRequest"] = """{ "yaml": "nora:\n  name: Nora\n  prompt: You write short answers.\n" }""",
    };

    public void Apply(IOpenApiRequestBody requestBody, RequestBodyFilterContext context)
    {
        foreach (var content in requestBody.Content?.Values ?? [])
        {
            if (content is OpenApiMediaType body && s_examples.TryGetValue(context.BodyParameterDescription.Type.Name, out var example))
            {
                body.Example = JsonNode.Parse(example);
            }
        }
    }
}
