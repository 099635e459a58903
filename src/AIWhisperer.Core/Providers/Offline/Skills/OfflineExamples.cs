namespace AIWhisperer.Core.Providers.Offline.Skills;

/// <summary>What people are shown when they ask for something that the offline model cannot do.</summary>
internal static class OfflineExamples
{
    public const string Short = "“How do I add an agent?”, “What did I say before?” or “Count to 20”";

    public const string List = """
        - How do I add an agent?
        - What did I say before?
        - Count to 20
        - Tell me a long story
        - What time is it? (if this agent may use get_current_time)
        - Read a.md and b.md, and write a summary to summary.md (if this agent may use read_file and write_file)
        - Let me talk to Debbie (if this agent may use switch_agent)
        """;
}
