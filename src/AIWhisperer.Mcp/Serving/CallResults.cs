using System.Text.Json;
using System.Text.Json.Nodes;
using AIWhisperer.Core;
using AIWhisperer.Core.Sessions;
using ModelContextProtocol.Protocol;

namespace AIWhisperer.Mcp.Serving;

/// <summary>What a client is told of a call: in words for a model, and as an object for a program.</summary>
internal static class CallResults
{
    /// <summary>The object that comes of asking an agent.</summary>
    public static readonly JsonElement Schema = JsonSerializer.Deserialize<JsonElement>("""
        {
          "type": "object",
          "properties": {
            "status": { "type": "string", "enum": ["completed", "cancelled", "failed", "interrupted", "waiting", "refused"] },
            "sessionId": { "type": "string", "description": "The session at the server's own API, where the conversation can be read." },
            "turnId": { "type": "string" },
            "agentId": { "type": "string" },
            "text": { "type": "string", "description": "What the agent answered, as far as it came." },
            "error": {
              "type": "object",
              "properties": { "code": { "type": "string" }, "message": { "type": "string" } },
              "required": ["code", "message"]
            }
          },
          "required": ["status"]
        }
        """);

    /// <summary>The end of a turn.</summary>
    public static CallToolResult Of(string sessionId, TurnView turn)
    {
        var structured = new JsonObject
        {
            ["status"] = turn.Status is TurnStatus.Completed or TurnStatus.Cancelled or TurnStatus.Failed or TurnStatus.Interrupted
                ? JsonNamingPolicy.CamelCase.ConvertName($"{turn.Status}")
                : "waiting",
            ["sessionId"] = sessionId,
            ["turnId"] = turn.TurnId,
            ["agentId"] = turn.AgentId,
            ["text"] = turn.Text,
        };
        if (turn.Error is { } error)
        {
            structured["error"] = Error(error.Code, error.Message);
        }

        return Make(Describe(sessionId, turn), turn.Status != TurnStatus.Completed, structured);
    }

    /// <summary>The end of a turn that is the client's own call of a tool.</summary>
    public static CallToolResult OfCall(string sessionId, TurnView turn) => turn.ToolCalls switch
    {
        [{ Result: { } result }] => OfTool(result, false),
        [{ Error: { } error }] => OfTool(turn.Status == TurnStatus.Completed ? error : $"{Describe(sessionId, turn)} {error}", true),
        _ => OfTool(Describe(sessionId, turn), true),
    };

    /// <summary>A call that came to nothing.</summary>
    public static CallToolResult Refused(AIWhispererException exception) => Make(
        $"{exception.Code}: {exception.Message}",
        true,
        new JsonObject { ["status"] = "refused", ["error"] = Error(exception.Code, exception.Message) });

    /// <summary>What one of the server's own tools said.</summary>
    public static CallToolResult OfTool(string text, bool isError) => Make(text, isError, null);

    private static string Describe(string sessionId, TurnView turn) => turn.Status switch
    {
        TurnStatus.Completed when turn.Text.Length > 0 => turn.Text,
        TurnStatus.Completed => $"The agent answered without a text ({JsonNamingPolicy.SnakeCaseLower.ConvertName($"{turn.FinishReason}")}).",
        TurnStatus.Cancelled => "The turn was cancelled.",
        TurnStatus.Failed => $"{turn.Error!.Code}: {turn.Error.Message}",
        TurnStatus.Interrupted => $"The turn was interrupted. {turn.InterruptedBecause}",
        _ => $"{ErrorCodes.ServerStopping}: The server is stopping. The turn goes on when it is back: read turn {turn.TurnId} of session {sessionId}.",
    };

    private static CallToolResult Make(string text, bool isError, JsonObject? structured) => new()
    {
        Content = [new TextContentBlock { Text = text }],
        IsError = isError,
        StructuredContent = structured is null ? null : JsonSerializer.SerializeToElement(structured),
    };

    private static JsonObject Error(string code, string message) => new() { ["code"] = code, ["message"] = message };
}
