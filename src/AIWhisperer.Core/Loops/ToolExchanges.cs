using System.Text.Json;
using Microsoft.Extensions.AI;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops;

/// <summary>
/// The tool calls of a history and their results, in the form that models demand: right behind a message with calls stands one message
/// with exactly one result for each, in the order of the calls. Not thread-safe.
/// </summary>
internal sealed class ToolExchanges
{
    private readonly List<OpenCall> _open = [];
    private readonly HashSet<string> _usedIds = new(StringComparer.Ordinal);

    /// <summary>A logged call as a model made it.</summary>
    public static FunctionCallContent CallOf(string callId, ToolRequested requested) =>
        new(callId, requested.Name, ReadArguments(requested.Arguments));

    /// <summary>The calls of one model reply share its message; a new message begins once there are results.</summary>
    public void AddCall(List<ChatMessage> messages, ToolRequested requested)
    {
        var call = CallOf(UniqueId(requested.CallId), requested);
        if (messages is not [.., { } reply] || reply.Role != ChatRole.Assistant)
        {
            reply = new ChatMessage(ChatRole.Assistant, []);
            messages.Add(reply);
        }

        reply.Contents.Add(call);
        _open.Add(new OpenCall(requested.CallId, call.CallId, reply));
    }

    /// <summary>Takes the outcome of an open call; any other is dropped.</summary>
    public void AddResult(List<ChatMessage> messages, ToolCompleted completed)
    {
        if (_open.FindIndex(call => call.LoggedId == completed.CallId) is >= 0 and var index)
        {
            Close(messages, index, completed.Result ?? $"Error: {completed.Error}");
        }
    }

    /// <summary>Gives every call that has no result one that says so.</summary>
    public void CloseOpen(List<ChatMessage> messages)
    {
        while (_open.Count > 0)
        {
            Close(messages, 0, "Error: the call was cut off; its outcome is unknown.");
        }
    }

    /// <summary>The messages of the open calls are gone.</summary>
    public void ForgetOpen() => _open.Clear();

    private void Close(List<ChatMessage> messages, int index, string text)
    {
        var call = _open[index];
        _open.RemoveAt(index);
        var at = messages.LastIndexOf(call.Reply) + 1;
        if (at == messages.Count || messages[at].Role != ChatRole.Tool)
        {
            messages.Insert(at, new ChatMessage(ChatRole.Tool, []));
        }

        var before = call.Reply.Contents.OfType<FunctionCallContent>().Select(sibling => sibling.CallId).TakeWhile(id => id != call.Id).ToList();
        var results = messages[at].Contents;
        results.Insert(
            results.OfType<FunctionResultContent>().Count(result => before.Contains(result.CallId)), new FunctionResultContent(call.Id, text));
    }

    /// <summary>The log's ids are unique within a turn; a model is told ids that are unique within the history.</summary>
    private string UniqueId(string callId)
    {
        var unique = callId;
        for (var copy = 2; !_usedIds.Add(unique); copy++)
        {
            unique = $"{callId}-{copy}";
        }

        return unique;
    }

    private static Dictionary<string, object?> ReadArguments(JsonElement arguments)
    {
        var read = new Dictionary<string, object?>();
        if (arguments.ValueKind == JsonValueKind.Object)
        {
            foreach (var argument in arguments.EnumerateObject())
            {
                read[argument.Name] = argument.Value;
            }
        }

        return read;
    }

    private sealed record OpenCall(string LoggedId, string Id, ChatMessage Reply);
}
