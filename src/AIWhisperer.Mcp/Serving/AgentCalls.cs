using System.Text.Json;
using AIWhisperer.Core;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Sessions;
using ModelContextProtocol.Protocol;

namespace AIWhisperer.Mcp.Serving;

/// <summary>The agents as tools: <c>ask_alice</c> sends a message to Alice and returns her answer. Thread-safe singleton.</summary>
internal sealed class AgentCalls(AgentDirectory agents, TimeProvider clock)
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

    /// <summary>
    /// Asks the agent and waits for its answer; null when there is no such agent. Each call has a turn of its own, behind those that
    /// wait already, so that a call that is cancelled takes no other with it. Cancelling the call cancels the turn; losing the connection does
    /// when nobody else follows the session meanwhile, since the protocol here has no way to fetch the answer later.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="conversation">Where it goes.</param>
    /// <param name="progress">Told what goes on in the turn; may be null.</param>
    /// <param name="connectionToken">Cancelled when the answer can reach nobody any more.</param>
    /// <param name="cancellationToken">Cancelled when the client does not want the answer any more.</param>
    /// <exception cref="AIWhispererException">The message was not accepted.</exception>
    public async Task<CallToolResult?> CallAsync(
        CallToolRequestParams call,
        Conversation conversation,
        CallProgress? progress,
        CancellationToken connectionToken,
        CancellationToken cancellationToken)
    {
        var agentId = call.Name[Prefix.Length..];
        if (agents.List().All(agent => agent.Entry.Id != agentId))
        {
            return null;
        }

        var (message, anew) = Read(agentId, call.Arguments);
        var session = await conversation.GetAsync(agentId, anew, cancellationToken);
        using var follower = session.Follow();
        await using var loss = connectionToken.Register(follower.Dispose);

        // Not by the call's token: what became of the message has to be known, to cancel its turn.
        var receipt = await session.SendAsync(message with { IsUntrusted = conversation.HasReadUntrusted }, CancellationToken.None);
        var answer = await AnswerAsync(session, receipt, progress, cancellationToken);
        if ((await session.LoadHistoryAsync(agentId, cancellationToken)).IsUntrusted)
        {
            conversation.LabelClient();
        }

        return answer;
    }

    private async Task<CallToolResult> AnswerAsync(
        Session session, TurnReceipt receipt, CallProgress? progress, CancellationToken cancellationToken)
    {
        try
        {
            var watch = progress is null ? null : new TurnWatch(progress, clock);
            await foreach (var logged in session.AttachTurnAsync(receipt.TurnId, watch is null ? default : ChannelSet.Default, cancellationToken))
            {
                if (watch is not null)
                {
                    await watch.SeeAsync(logged, cancellationToken);
                }
            }

            return CallResults.Of(session.Id, await session.GetTurnAsync(receipt.TurnId, ChannelSet.Default, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await session.CancelAsync(receipt.TurnId, CancellationToken.None);
            throw;
        }
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

    private static (NewMessage Message, bool Anew) Read(string agentId, IDictionary<string, JsonElement>? arguments)
    {
        arguments ??= new Dictionary<string, JsonElement>();
        if (arguments.Keys.FirstOrDefault(name => name is not (Message or NewConversation)) is { } unknown)
        {
            throw Invalid(unknown, $"There is no argument '{ShownText.Of(unknown)}'.");
        }

        if (!arguments.TryGetValue(Message, out var text) || text.ValueKind != JsonValueKind.String)
        {
            throw Invalid(Message, $"'{Message}' is missing, or no text.");
        }

        var anew = arguments.TryGetValue(NewConversation, out var flag) ? flag.ValueKind : JsonValueKind.False;
        return anew is JsonValueKind.True or JsonValueKind.False
            ? (new NewMessage(text.GetString()!, agentId, BusyPolicy.Enqueue, DisconnectPolicy.Cancel), anew == JsonValueKind.True)
            : throw Invalid(NewConversation, $"'{NewConversation}' is neither true nor false.");
    }

    private static InvalidInputException Invalid(string field, string fault) =>
        new(ErrorCodes.InvalidRequest, field, $"{fault} Give '{Message}' and, where wanted, '{NewConversation}'.");
}
