using System.Text.RegularExpressions;
using AIWhisperer.Core.Providers.Offline.Documentation;

namespace AIWhisperer.Core.Providers.Offline.Skills;

/// <summary>Answers questions about this server by quoting its documentation, or says that it found nothing.</summary>
internal sealed partial class DocumentationSkill(DocumentationIndex documentation) : IOfflineSkill
{
    public OfflineReply? TryAnswer(OfflineConversation conversation)
    {
        var question = conversation.Command;
        var asked = question.Contains('?', StringComparison.Ordinal) || Asking().IsMatch(question);
        if (!asked && !Topic().IsMatch(question))
        {
            return null;
        }

        return documentation.Find(question) is { } match ? Quote(match)
            : asked ? NotFound()
            : null;
    }

    private static OfflineReply Quote(DocumentMatch match) => OfflineReply.Say(
        $"From {match.Section.Title}:\n\n{match.Extract()}",
        $"{match.BestSentence().TrimEnd(':')} (From {match.Section.Title}.)");

    private static OfflineReply NotFound() => OfflineReply.Say(
        "I found nothing about that in this server's documentation, and as the offline model I know nothing else. Things to try:\n"
            + OfflineExamples.List,
        $"I found nothing about that in this server's documentation. Try {OfflineExamples.Short}.");

    [GeneratedRegex(
        @"^(?:please )?(?:who|what|when|where|which|why|how|can|could|do|does|is|are|may|should|explain|describe|show|tell|list|help)\b",
        RegexOptions.IgnoreCase,
        1_000)]
    private static partial Regex Asking();

    // A few words that are no sentence about somebody, such as "switching agents".
    [GeneratedRegex(
        @"^(?!(?:I|we|you|he|she|it|they|my|our|your|this|that|thanks?|bye|yes|no|ok|okay)\b)\S+(?: \S+){0,4}$",
        RegexOptions.IgnoreCase,
        1_000)]
    private static partial Regex Topic();
}
