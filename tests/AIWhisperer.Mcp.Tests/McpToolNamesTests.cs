using System.Security.Cryptography;
using System.Text;

namespace AIWhisperer.Mcp.Tests;

public sealed class McpToolNamesTests
{
    [Fact]
    public void For_ToolNamedAsTheHashOfAnother_NamesAreDifferent()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("a.b")))[..8];

        var names = McpToolNames.For("test", ["a.b", "a_b", $"a_b_{hash}"]);

        Assert.Equal(3, names.Values.Distinct().Count());
        Assert.Equal(("test__a_b", $"test__a_b_{hash}"), (names["a_b"], names[$"a_b_{hash}"]));
        Assert.All(names.Values, name => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", name));
    }
}
