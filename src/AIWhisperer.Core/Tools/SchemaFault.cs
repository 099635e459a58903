namespace AIWhisperer.Core.Tools;

/// <summary>Where JSON does not fit a schema.</summary>
/// <param name="Paths">The places, each from where the check began, such as <c>.files[2].name</c>.</param>
/// <param name="Is">What is wrong with what is there; null when nothing is there and something has to be.</param>
internal sealed record SchemaFault(IReadOnlyList<string> Paths, string? Is)
{
    /// <summary>The same, seen from one step further out.</summary>
    public SchemaFault Below(string step) => this with { Paths = [.. Paths.Select(path => step + path)] };

    /// <summary>In words, as a part of a sentence.</summary>
    public override string ToString()
    {
        var names = string.Join(", ", Paths.Select(path => $"'{path.TrimStart('.')}'"));
        return Is is null ? $"missing {names}" : $"{names} is {Is}";
    }
}
