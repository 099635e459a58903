using System.Globalization;
using System.Text.RegularExpressions;

namespace AIWhisperer.Core.Providers.Offline.Skills;

/// <summary>Writes replies of a known length, for trying out streaming and cancelling.</summary>
internal sealed partial class LongTextSkill : IOfflineSkill
{
    private const int MaxWords = 100_000;
    private const int StoryWords = 600;

    public OfflineReply? TryAnswer(OfflineConversation conversation)
    {
        var command = conversation.Command;
        if (CountTo().Match(command) is { Success: true } count)
        {
            var numbers = Enumerable.Range(1, Number(count)).Select(number => number.ToString(CultureInfo.InvariantCulture));
            return OfflineReply.Say(string.Join(' ', numbers));
        }

        return Words().Match(command) is { Success: true } words ? OfflineReply.Say(OfflineStory.Write(Number(words)))
            : Story().IsMatch(command) ? OfflineReply.Say(OfflineStory.Write(StoryWords))
            : null;
    }

    private static int Number(Match match) =>
        Math.Clamp(int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), 1, MaxWords);

    [GeneratedRegex(
        @"\bcount (?:up )?(?:from (?:1|one) )?to (?<number>[0-9]{1,9})\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex CountTo();

    [GeneratedRegex(
        @"\b(?:write|tell|give|generate|say)\b.*?\b(?<number>[0-9]{1,9})[ -]words?\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Words();

    [GeneratedRegex(@"\b(?:write|tell|give|make up)\b.*\b(?:story|long (?:text|answer|reply|tale))\b", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Story();
}
