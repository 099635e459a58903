using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tools;

/// <summary>A tool set while it is read.</summary>
/// <param name="Set">What was read of it.</param>
/// <param name="Keys">Where it was read from.</param>
/// <param name="Problems">What is wrong with it.</param>
internal sealed record ToolSetDraft(ToolSet Set, MappingReader Keys, ProblemList Problems)
{
    public bool IsFaulty => !Problems.IsEmpty;

    public void ReportParents(string message, string remedy) => Keys.Report(ToolSelectionKeys.OfSet.Sets.Name, message, remedy);
}
