using System.Text.RegularExpressions;

namespace AIWhisperer.Core.Providers.Offline.Skills;

/// <summary>Greets, and says what it is: here, and not in every reply, it names itself as the offline model.</summary>
internal sealed partial class IntroductionSkill : IOfflineSkill
{
    private const string Remedy = "set OPENAI_API_KEY in the server's environment and restart it, or see in GET /api/providers why one that has its key fails";

    public OfflineReply? TryAnswer(OfflineConversation conversation)
    {
        var greeted = conversation.Command.Length == 0 || Greeting().IsMatch(conversation.Command);
        if (!greeted && !Question().IsMatch(conversation.Command))
        {
            return null;
        }

        var hello = greeted ? "Hello! " : string.Empty;
        var self = conversation.AgentName is { } name
            ? $"I am {name}, and I run on the offline model of AIWhisperer"
            : "I am the offline model of AIWhisperer";
        return OfflineReply.Say(
            $"{hello}{self}: no AI provider answers here now, and what I say is made on this server. I can answer questions about this "
                + "server from its documentation, recall what was said here, write texts of any length, and call the tools that this "
                + $"agent is granted. To have a real model answer, {Remedy}.\n\nThings to try:\n{OfflineExamples.List}",
            $"{hello}{self}: no AI provider answers here now. To have a real model answer, {Remedy}.");
    }

    [GeneratedRegex(
        @"^(?:hi|hello|hey|hallo|greetings|good (?:morning|day|afternoon|evening))(?: there)?(?:,? \w+){0,2}\W*(?:how are you\W*)?$"
            + @"|^how are you\b",
        RegexOptions.IgnoreCase,
        1_000)]
    private static partial Regex Greeting();

    [GeneratedRegex(
        @"\b(?:who|what) (?:exactly )?are you\b|\bwho (?:am I (?:talking|speaking) to|is this)\b|\bintroduce yourself\b"
            + @"|\bwhat(?:'s| is) your name\b"
            + @"|\bare you (?:an? )?(?:(?:real )?(?:ai|model|bot|robot|human|person|llm)|real|offline|online|chatgpt|gpt\S*|claude)\b"
            + @"|\b(?:what|which) (?:ai |language )?model (?:are you|is this|do you use|answers)\b|\bwhat can you do\b|^help\W*$",
        RegexOptions.IgnoreCase,
        1_000)]
    private static partial Regex Question();
}
