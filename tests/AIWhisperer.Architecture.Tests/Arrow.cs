namespace AIWhisperer.Architecture.Tests;

/// <summary>One type's use of another, between two rooms.</summary>
internal sealed record Arrow(string From, string To, string User, string Used)
{
    public override string ToString() => $"{From} -> {To}: {User} uses {Used}";
}
