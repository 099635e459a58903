using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>What of an answer a person or a tool sees: from the first such piece on, a call cannot be made again unnoticed.</summary>
internal static class VisibleContent
{
    public static bool IsIn(ChatResponseUpdate update)
    {
        var contents = update.Contents;
        for (var index = 0; index < contents.Count; index++)
        {
            if (contents[index] is TextContent { Text.Length: > 0 } or TextReasoningContent { Text.Length: > 0 } or FunctionCallContent)
            {
                return true;
            }
        }

        return false;
    }
}
