using AIWhisperer.Core.Processes;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Processes;

public sealed class ControlGroupTests
{
    [Fact]
    public void TryCreate_InATreeThatIsNotThere_MakesNoTree()
    {
        using var directory = new TemporaryDirectory();
        var tree = Path.Combine(directory.Path, "tree");

        using var group = ControlGroup.TryCreate(Path.Combine(tree, "group"));

        Assert.Null(group);
        Assert.False(Directory.Exists(tree));
    }
}
