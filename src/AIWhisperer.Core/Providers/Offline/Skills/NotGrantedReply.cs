namespace AIWhisperer.Core.Providers.Offline.Skills;

/// <summary>What is said to a request for a tool that the agent may not call.</summary>
internal static class NotGrantedReply
{
    public static OfflineReply To(OfflineConversation conversation, string tool)
    {
        var granted = conversation.ToolNames.IsEmpty ? "none" : string.Join(", ", conversation.ToolNames);
        return OfflineReply.Say(
            $"For that I would call the tool {tool}, but it is not granted to me. Granted: {granted}. "
                + "Tools are granted in the agent's file, under allow_tools or tool_sets.");
    }
}
