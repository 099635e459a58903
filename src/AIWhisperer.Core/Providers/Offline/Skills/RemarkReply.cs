using System.Text.RegularExpressions;

namespace AIWhisperer.Core.Providers.Offline.Skills;

/// <summary>What is said to a remark that asks for nothing.</summary>
internal static partial class RemarkReply
{
    private const int WordsQuoted = 12;

    public static OfflineReply To(OfflineConversation conversation)
    {
        var command = conversation.Command;
        if (Thanks().IsMatch(command))
        {
            return OfflineReply.Say("You are welcome.");
        }

        if (Farewell().IsMatch(command))
        {
            return OfflineReply.Say("Goodbye. This conversation stays in the session's log.");
        }

        var quote = string.Concat(OfflineWords.Pieces(command).Take(WordsQuoted)).TrimEnd();
        var more = quote.Length < command.Length ? " …" : string.Empty;
        return OfflineReply.Say(
            $"You said: “{quote}{more}”. I have no opinion on that, but I shall recall it. You could try {OfflineExamples.Short}.");
    }

    [GeneratedRegex(@"^(?:many )?(?:thanks|thank you|cheers)\b", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Thanks();

    [GeneratedRegex(@"^(?:good)?bye\b|^see you\b", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Farewell();
}
