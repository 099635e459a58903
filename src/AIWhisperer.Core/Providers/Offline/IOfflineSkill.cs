namespace AIWhisperer.Core.Providers.Offline;

/// <summary>One thing the offline model can do. Stateless and deterministic: the same conversation gives the same reply.</summary>
internal interface IOfflineSkill
{
    /// <summary>The reply, or null when the conversation asks for something else.</summary>
    OfflineReply? TryAnswer(OfflineConversation conversation);
}
