using Microsoft.Extensions.AI;

namespace AIWhisperer.Reliability.Histories;

/// <summary>The rule of strict providers, read from what a model is about to be sent.</summary>
internal static class Pairing
{
    public static bool IsSynthetic(FunctionResultContent result) =>
        result.Result is string text && text.Contains("outcome is unknown", StringComparison.Ordinal);

    public static void Check(IReadOnlyList<ChatMessage> messages)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < messages.Count; i++)
        {
            List<string> calls = [.. messages[i].Contents.OfType<FunctionCallContent>().Select(call => call.CallId)];
            List<string> answered = i + 1 < messages.Count && messages[i + 1].Role == ChatRole.Tool
                ? [.. messages[i + 1].Contents.Cast<FunctionResultContent>().Select(result => result.CallId)]
                : [];
            Assert.Equal(calls, answered);
            Assert.All(calls, call => Assert.True(used.Add(call), $"The id {call} is used twice."));
            Assert.NotEmpty(messages[i].Contents);
        }
    }

    /// <summary>The messages without the ids of calls, which differ when there were other calls before.</summary>
    public static IEnumerable<string> Describe(IReadOnlyList<ChatMessage> messages) => messages.Select(message =>
        $"{message.Role}: {string.Join(" | ", message.Contents.Select(content => content switch
        {
            FunctionCallContent call => $"call {call.Name}",
            FunctionResultContent result => $"result {result.Result}",
            _ => content.ToString(),
        }))}");
}
