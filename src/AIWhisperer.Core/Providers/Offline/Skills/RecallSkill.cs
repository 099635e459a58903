using System.Text.RegularExpressions;

namespace AIWhisperer.Core.Providers.Offline.Skills;

/// <summary>Answers what was said before in this conversation.</summary>
internal sealed partial class RecallSkill : IOfflineSkill
{
    public OfflineReply? TryAnswer(OfflineConversation conversation)
    {
        var command = conversation.Command;
        return Everything().IsMatch(command) ? All(conversation.EarlierUserTexts)
            : First().IsMatch(command) ? Quote("Your first message was", conversation.EarlierUserTexts.FirstOrDefault())
            : LastOfUser().IsMatch(command) ? Quote("Before this you said", conversation.EarlierUserTexts.LastOrDefault())
            : LastOfAssistant().IsMatch(command) ? Quote("I said", conversation.LastReply)
            : null;
    }

    private static OfflineReply All(IReadOnlyCollection<string> texts) => texts.Count == 0
        ? Quote(string.Empty, null)
        : OfflineReply.Say(
            $"So far you said:\n{string.Join('\n', texts.Select(text => $"- {text}"))}",
            $"You sent {texts.Count} messages before this one; the last was: “{texts.Last()}”");

    private static OfflineReply Quote(string lead, string? text) =>
        OfflineReply.Say(text is null ? "Nothing was said in this conversation before that I can see." : $"{lead}: “{text}”");

    [GeneratedRegex(
        @"\b(?:everything|all|what have) I(?:'ve)? (?:have )?(?:said|wrote|written)\b"
            + @"|\bsummari[sz]e (?:our|this|the) (?:conversation|talk)\b",
        RegexOptions.IgnoreCase,
        1_000)]
    private static partial Regex Everything();

    [GeneratedRegex(@"\bmy first (?:message|question)\b|\bwhat did I (?:say|ask|write) first\b", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex First();

    [GeneratedRegex(
        @"\bwhat (?:did I|I) (?:just )?(?:say|said|ask|asked|write|wrote)\b|\bmy (?:last|previous) (?:message|question)\b",
        RegexOptions.IgnoreCase,
        1_000)]
    private static partial Regex LastOfUser();

    [GeneratedRegex(
        @"\bwhat (?:did you|you) (?:just )?(?:say|said|answer|answered)\b|\byour (?:last|previous) (?:message|answer|reply)\b"
            + @"|^(?:please )?(?:repeat|say) that(?: again)?\W*$",
        RegexOptions.IgnoreCase,
        1_000)]
    private static partial Regex LastOfAssistant();
}
