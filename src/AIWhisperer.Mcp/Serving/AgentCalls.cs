using System.Text.Json;
using AIWhisperer.Core;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Sessions;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;

namespace AIWhisperer.Mcp.Serving;

/// <summary>The agents as tools: <c>ask_alice</c> sends a message to Alice and returns her answer. Thread-safe singleton.</summary>
internal sealed class AgentCalls(AgentDirectory agents, ClientTurns turns)
{
    private const string Prefix = "ask_";
    private const string Message = "message";
    private const string NewConversation = "new_conversation";

    private static readonly JsonElement s_input = JsonSerializer.Deserialize<JsonElement>($$"""
        {
          "type": "object",
          "properties": {
            "{{Message}}": { "type": "string", "minLength": 1, "description": "What to tell or ask the agent." },
            "{{NewConversation}}": {
              "type": "boolean",
              "default": false,
              "description": "True to begin afresh: none of the agents remembers what was said before."
            }
          },
          "required": ["{{Message}}"],
          "additionalProperties": false
        }
        """);

    /// <summary>Whether the tool of that name would be an agent.</summary>
    public static bool IsCall(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The agents that can answer now.</summary>
    public IEnumerable<Tool> List() => agents.List().Where(agent => agent.ActiveModel is not null).Select(agent => Describe(agent.Config!.Agent));

    /// <summary>Asks the agent and waits for its answer, behind those that wait already; null when there is no such agent.</summary>
    /// <exception cref="AIWhispererException">The message was not accepted, or the session was deleted meanwhile.</exception>
    public async Task<CallToolResult?> CallAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var agentId = call.Name[Prefix.Length..];
        if (agents.List().All(agent => agent.Entry.Id != agentId))
        {
            return null;
        }

        var (message, anew) = Read(agentId, call.Content);
        var (session, turn) = await turns.RunAsync(call, message, anew, cancellationToken);
        return CallResults.Of(session.Id, turn);
    }

    private static Tool Describe(AgentDefinition agent) => new()
    {
        Name = Prefix + agent.Id,
        Title = agent.Name,
        Description = $"Asks the AI agent {agent.Name}. {agent.Description}".TrimEnd(),
        InputSchema = s_input,
        OutputSchema = CallResults.Schema,
        Annotations = new ToolAnnotations { Title = agent.Name },
    };

    private static (NewMessage Message, bool Anew) Read(string agentId, FunctionCallContent call)
    {
        if (call.Exception is not null)
        {
            throw Invalid("arguments", "The arguments cannot be read: they hold half a character, or nest too deep.");
        }

        var arguments = call.Arguments ?? new Dictionary<string, object?>();
        if (arguments.Keys.FirstOrDefault(name => name is not (Message or NewConversation)) is { } unknown)
        {
            throw Invalid(unknown, $"There is no argument '{ShownText.Of(unknown)}'.");
        }

        if (!arguments.TryGetValue(Message, out var said) || said is not JsonElement { ValueKind: JsonValueKind.String } text)
        {
            throw Invalid(Message, $"'{Message}' is missing, or no text.");
        }

        var anew = arguments.TryGetValue(NewConversation, out var flag) ? (flag as JsonElement?)?.ValueKind : JsonValueKind.False;
        return anew is JsonValueKind.True or JsonValueKind.False
            ? (new NewMessage(text.GetString()!, agentId), anew == JsonValueKind.True)
            : throw Invalid(NewConversation, $"'{NewConversation}' is neither true nor false.");
    }

    private static InvalidInputException Invalid(string field, string fault) =>
        new(ErrorCodes.InvalidRequest, field, $"{fault} Give '{Message}' and, where wanted, '{NewConversation}'.");
}
