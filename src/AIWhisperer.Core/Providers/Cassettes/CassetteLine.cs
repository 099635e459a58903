using System.Text.Json.Serialization;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>
/// One line of a cassette: a JSON object that says in <c>line</c> what it is. A file is one <see cref="Head"/>, then for each call, in the
/// order in which they ended: a <see cref="Call"/>, what was <see cref="Sent"/>, what was <see cref="Got"/>, and an <see cref="End"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "line")]
[JsonDerivedType(typeof(Head), "cassette")]
[JsonDerivedType(typeof(Call), "call")]
[JsonDerivedType(typeof(Sent), "sent")]
[JsonDerivedType(typeof(Got), "got")]
[JsonDerivedType(typeof(End), "end")]
internal abstract record CassetteLine
{
    private CassetteLine()
    {
    }

    /// <param name="Version">Of the format.</param>
    /// <param name="By">What or who made it.</param>
    /// <param name="At">When.</param>
    /// <param name="Session">The session that was recorded.</param>
    public sealed record Head(int Version, string By, DateTimeOffset? At = null, string? Session = null) : CassetteLine;

    /// <param name="Agent">Who called.</param>
    /// <param name="Ordinal">The how manieth call of this agent in the session it is, from 1.</param>
    /// <param name="Provider">Which provider was called.</param>
    /// <param name="Model">Which model.</param>
    /// <param name="Keeps">How many messages, from the first, are those of the agent's call before; null means none.</param>
    /// <param name="Tools">What the model might call.</param>
    /// <param name="Settings">The settings that were sent.</param>
    public sealed record Call(
        string Agent,
        int Ordinal,
        string Provider,
        string Model,
        int? Keeps = null,
        IReadOnlyList<string>? Tools = null,
        CassetteSettings? Settings = null) : CassetteLine;

    /// <param name="Role">Whose message it is.</param>
    /// <param name="Name">The author's name.</param>
    /// <param name="Contents">What it holds; null, which a person writes, stands for whatever is sent.</param>
    public sealed record Sent(string Role, string? Name = null, IReadOnlyList<CassetteContent>? Contents = null) : CassetteLine;

    /// <param name="Ms">Milliseconds since the call was made.</param>
    /// <param name="Contents">What came at once; empty where the model only showed that it is at work.</param>
    /// <param name="Finish">Why the model stopped.</param>
    /// <param name="Model">The model that the provider names as the author.</param>
    public sealed record Got(long Ms, IReadOnlyList<CassetteContent> Contents, string? Finish = null, string? Model = null) : CassetteLine;

    /// <param name="Ms">Milliseconds since the call was made.</param>
    /// <param name="Outcome">How it ended.</param>
    /// <param name="Error">The failure.</param>
    public sealed record End(long Ms, CassetteOutcome Outcome, CassetteError? Error = null) : CassetteLine;
}
