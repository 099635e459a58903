using AIWhisperer.Architecture.Tests.Fixtures.Alpha;

namespace AIWhisperer.Architecture.Tests;

public sealed class ArrowReaderTests
{
    private static readonly House s_fixtures = new("AIWhisperer.Architecture.Tests", "AIWhisperer.Architecture.Tests.Fixtures", "F");

    private static readonly IReadOnlyCollection<Arrow> s_arrows = ArrowReader.Read(AppContext.BaseDirectory, s_fixtures);

    public static TheoryData<string> Uses => [.. typeof(UsesBeta).GetNestedTypes().Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Uses))]
    public void Read_EveryWayOfUse_IsFound(string use)
    {
        var found = s_arrows.Where(arrow => $"{arrow.User}/".Contains($"/{use}/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(found);
        Assert.All(found, arrow => Assert.Equal(("F.Alpha", "F.Beta"), (arrow.From, arrow.To)));
    }

    [Fact]
    public void Read_RoomThatUsesNone_HasNoArrow() => Assert.DoesNotContain(s_arrows, arrow => arrow.From == "F.Beta");

    [Fact]
    public void Forbidden_RoomWithoutARow_IsReported()
    {
        var table = new RoomTable(new Dictionary<string, string[]> { ["F.Beta"] = ["F.*"] });

        Assert.Contains(table.Forbidden(s_arrows), arrow => arrow is { From: "F.Alpha", To: "F.Beta" });
    }

    [Fact]
    public void Forbidden_ArrowOfTheTable_IsNotReported()
    {
        var table = new RoomTable(new Dictionary<string, string[]> { ["F.Alpha"] = ["F.Beta"], ["F"] = ["F.Alpha"] });

        Assert.Empty(table.Forbidden(s_arrows.Where(arrow => arrow.From == "F.Alpha")));
    }
}
