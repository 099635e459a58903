namespace AIWhisperer.Architecture.Tests;

/// <summary>Which room may use which. A name that ends in <c>.*</c> stands for every room below it.</summary>
internal sealed class RoomTable(IReadOnlyDictionary<string, string[]> mayUse)
{
    /// <summary>The arrows that no row allows, and those of a room that has no row.</summary>
    public IEnumerable<Arrow> Forbidden(IEnumerable<Arrow> arrows) => arrows
        .Where(arrow => !mayUse.Any(row => Covers(row.Key, arrow.From) && row.Value.Any(allowed => Covers(allowed, arrow.To))))
        .OrderBy(arrow => arrow.ToString(), StringComparer.Ordinal);

    public RoomTable Without(string from, string to) =>
        new(mayUse.ToDictionary(row => row.Key, row => row.Key == from ? [.. row.Value.Where(allowed => allowed != to)] : row.Value));

    private static bool Covers(string name, string room) =>
        name.EndsWith(".*", StringComparison.Ordinal) ? room.StartsWith(name[..^1], StringComparison.Ordinal) : room == name;
}
