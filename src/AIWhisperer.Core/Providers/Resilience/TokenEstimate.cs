using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>How many tokens a request holds, roughly, before the provider has counted them: four characters each.</summary>
internal static class TokenEstimate
{
    private const int CharactersAToken = 4;

    public static long Of(IEnumerable<ChatMessage> messages) =>
        messages.Sum(message => 1 + (message.Contents.Sum(LengthOf) / CharactersAToken));

    private static long LengthOf(AIContent content) => content switch
    {
        TextContent text => text.Text.Length,
        FunctionCallContent call => call.Name.Length + (call.Arguments?.Sum(argument => argument.Key.Length + LengthOf(argument.Value)) ?? 0),
        FunctionResultContent result => LengthOf(result.Result),
        _ => 0,
    };

    private static long LengthOf(object? value) => value?.ToString()?.Length ?? 0;
}
