using System.Collections.Immutable;

namespace AIWhisperer.Core.Configuration;

/// <summary>
/// What is to be done about the calls that it fits. The first of an agent's rules that fits a call counts. Immutable.
/// </summary>
/// <param name="Tool">The tools it is about: a name in which <c>*</c> stands for any characters.</param>
/// <param name="Decision">What is to be done.</param>
public sealed record ApprovalRule(string Tool, ApprovalDecision Decision)
{
    /// <summary>
    /// By argument name, patterns in which <c>*</c> stands for any characters: the rule fits a call all of whose named arguments fit. A
    /// list of texts is matched as its items with a blank between them. Empty fits any arguments.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Arguments { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// Whether an <c>always</c> also counts once the agent has read what nobody vouches for; else a person is asked then about all but reading.
    /// </summary>
    public bool EvenUntrusted { get; init; }

    /// <summary>Whether the rule is about the tool of that name, whatever a call's arguments.</summary>
    public bool IsAbout(string toolName) => NamePattern.Matches(Tool, toolName);
}
