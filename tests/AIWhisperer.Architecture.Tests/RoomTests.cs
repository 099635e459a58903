namespace AIWhisperer.Architecture.Tests;

public sealed class RoomTests
{
    private static readonly RoomTable s_table = new(new Dictionary<string, string[]>
    {
        ["Core"] = [],
        ["Core.Events"] = ["Core"],
        ["Core.Configuration"] = ["Core"],
        ["Core.Agents"] = ["Core", "Core.Events", "Core.Configuration"],
        ["Core.Providers"] = ["Core", "Core.Events", "Core.Configuration"],
        ["Core.Processes"] = [],
        ["Core.Tools"] = ["Core", "Core.Events", "Core.Configuration", "Core.Processes"],
        ["Core.Loops"] = ["Core", "Core.Events", "Core.Configuration", "Core.Agents", "Core.Providers", "Core.Tools"],
        ["Core.Sessions"] = ["Core", "Core.Events", "Core.Configuration", "Core.Loops", "Core.Agents"],
        ["Core registration"] = ["Core", "Core.*"],

        ["Storage"] = ["Core", "Core.*"],
        ["Storage registration"] = ["Core", "Core.*", "Storage"],

        ["Anthropic"] = ["Core", "Core.Events", "Core.Providers"],
        ["Anthropic registration"] = ["Core.Providers", "Anthropic"],

        ["Mcp"] = ["Core", "Core.Configuration", "Core.Processes", "Core.Tools"],
        ["Mcp.Serving"] = ["Core", "Core.*"],
        ["Mcp registration"] = ["Core.Configuration", "Core.Tools", "Mcp"],

        ["SemanticKernel"] = ["Core", "Core.Loops", "Core.Providers", "Core.Tools"],
        ["SemanticKernel registration"] = ["Core.Loops", "Core.Providers", "Core.Tools", "SemanticKernel"],

        ["Server"] =
        [
            "Core", "Core.*", "Core registration", "Storage", "Storage registration", "Anthropic registration", "Mcp", "Mcp registration",
            "Mcp.Serving", "SemanticKernel registration", "Server registration", "Server.*",
        ],
        ["Server registration"] = ["Core", "Core.*", "Core registration", "Storage registration", "Server", "Server.*"],
        ["Server.*"] = ["Core", "Core.*", "Server"],
        ["Server.Commands"] = ["Mcp"],
        ["Server.Mcp"] = ["Mcp.Serving"],
    });

    private static readonly House[] s_houses =
    [
        new("AIWhisperer.Core", "AIWhisperer.Core", "Core"),
        new("AIWhisperer.Storage", "AIWhisperer.Storage", "Storage", HasRooms: false),
        new("AIWhisperer.Anthropic", "AIWhisperer.Anthropic", "Anthropic", HasRooms: false),

        new("AIWhisperer.Mcp", "AIWhisperer.Mcp", "Mcp"),

        // Empty unless the build asks for it.
        new("AIWhisperer.SemanticKernel", "AIWhisperer.SemanticKernel", "SemanticKernel", HasRooms: false),
        new("AIWhisperer.Server", "AIWhisperer.Server", "Server"),
    ];

    private static readonly IReadOnlyCollection<Arrow> s_arrows = ArrowReader.Read(AppContext.BaseDirectory, s_houses);

    [Fact]
    public void Rooms_UseOnlyWhatTheTableAllows() => Assert.Empty(s_table.Forbidden(s_arrows));

    [Theory]
    [InlineData("Core.Sessions", "Core.Events")]
    [InlineData("Core.Loops", "Core.Agents")]
    [InlineData("Core.Tools", "Core")]
    public void Rooms_ArrowTakenFromTheTable_IsReported(string from, string to)
    {
        var reported = s_table.Without(from, to).Forbidden(s_arrows).ToList();

        Assert.NotEmpty(reported);
        Assert.All(reported, arrow => Assert.Equal((from, to), (arrow.From, arrow.To)));
    }

    [Fact]
    public void Projects_OfOurs_AreAllRead()
    {
        var built = Directory.GetFiles(AppContext.BaseDirectory, "AIWhisperer.*.dll").Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(s_houses.Select(house => house.Assembly).Append("AIWhisperer.Architecture.Tests").Order(), built.Order());
    }
}
