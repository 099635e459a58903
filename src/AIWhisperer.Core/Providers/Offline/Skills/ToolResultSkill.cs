namespace AIWhisperer.Core.Providers.Offline.Skills;

/// <summary>Turns the results of the tools it called into the reply.</summary>
internal sealed class ToolResultSkill : IOfflineSkill
{
    private const int MaxShown = 2_000;

    public OfflineReply? TryAnswer(OfflineConversation conversation) => conversation.ToolResults.IsEmpty
        ? null
        : OfflineReply.Say(string.Join(
            '\n',
            conversation.ToolResults.Select(result => $"{result.Tool} answered: {Shorten(result.Text)}")));

    private static string Shorten(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + " …";
}
