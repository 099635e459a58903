using System.Collections.Immutable;
using AIWhisperer.Core.Providers.Offline.Documentation;
using AIWhisperer.Core.Providers.Offline.Skills;

namespace AIWhisperer.Core.Providers.Offline;

/// <summary>Asks the skills in turn, the most definite first; the last one always answers.</summary>
internal sealed class OfflineResponder(DocumentationIndex documentation)
{
    private readonly ImmutableArray<IOfflineSkill> _skills =
    [
        new FileSkill(),
        new ToolResultSkill(),
        new RecallSkill(),
        new LongTextSkill(),
        new ToolRequestSkill(),
        new IntroductionSkill(),
        new DocumentationSkill(documentation),
    ];

    public OfflineReply Answer(OfflineConversation conversation) =>
        _skills.Select(skill => skill.TryAnswer(conversation)).FirstOrDefault(reply => reply is not null)
        ?? RemarkReply.To(conversation);
}
