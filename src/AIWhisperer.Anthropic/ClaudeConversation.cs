using System.Text.Json;
using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Anthropic;

/// <summary>
/// A conversation as Claude takes it: no blank text, no reasoning (Claude takes its own back only with a signature, which no history of ours
/// keeps), neighbours of one role as one message, the user's word last, and ids and names of calls within Claude's alphabet, whichever model
/// they came from.
/// </summary>
internal static class ClaudeConversation
{
    private const string GoOn = "Go on from where you stopped.";

    public static IReadOnlyList<ChatMessage> Of(IEnumerable<ChatMessage> messages)
    {
        var conversation = new List<ChatMessage>();
        foreach (var message in messages)
        {
            var contents = message.Contents.Select(Fit).OfType<AIContent>().ToList();
            if (contents.Count == 0)
            {
                continue;
            }

            var role = message.Role == ChatRole.Tool ? ChatRole.User : message.Role;
            if (conversation.FindLast(earlier => earlier.Role != ChatRole.System) is { } last && last.Role == role)
            {
                ((List<AIContent>)last.Contents).AddRange(contents);
            }
            else
            {
                conversation.Add(new ChatMessage(role, contents));
            }
        }

        if (conversation is [.., { } end] && end.Role == ChatRole.Assistant)
        {
            conversation.Add(new ChatMessage(ChatRole.User, GoOn));
        }

        return conversation;
    }

    private static AIContent? Fit(AIContent content) => content switch
    {
        TextContent text => string.IsNullOrWhiteSpace(text.Text) ? null : new TextContent(text.Text),
        TextReasoningContent => null,
        FunctionCallContent call => new FunctionCallContent(IdOf(call.CallId), WireName.ForCall(call.Name), call.Arguments),
        FunctionResultContent result => new FunctionResultContent(IdOf(result.CallId), TextOf(result)) { Exception = result.Exception },
        _ => content,
    };

    private static string IdOf(string callId) => callId.Length == 0
        ? "unnamed"
        : string.Create(callId.Length, callId, static (mended, id) =>
        {
            for (var i = 0; i < mended.Length; i++)
            {
                mended[i] = char.IsAsciiLetterOrDigit(id[i]) || id[i] is '_' or '-' ? id[i] : '_';
            }
        });

    private static object TextOf(FunctionResultContent result) => result.Result switch
    {
        null => result.Exception is null ? "" : "The tool failed.",
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        var value => value,
    };
}
