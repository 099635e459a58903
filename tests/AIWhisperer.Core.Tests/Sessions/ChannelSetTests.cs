using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class ChannelSetTests
{
    [Fact]
    public void Default_HoldsNoReasoning() => Assert.Equal(ChannelSet.Of(["commentary", "final"]), ChannelSet.Default);

    [Theory]
    [InlineData("final", MessageChannel.Final)]
    [InlineData("commentary", MessageChannel.Commentary)]
    [InlineData("analysis", MessageChannel.Analysis)]
    public void Of_AName_HoldsThatChannelOnly(string name, MessageChannel only)
    {
        var channels = ChannelSet.Of([name, name]);

        Assert.All(Enum.GetValues<MessageChannel>(), channel => Assert.Equal(channel == only, channels.Contains(channel)));
    }

    [Fact]
    public void EmptySet_HoldsNone() => Assert.All(Enum.GetValues<MessageChannel>(), channel => Assert.False(default(ChannelSet).Contains(channel)));

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("Final")]
    [InlineData("final", "thoughts")]
    [InlineData("0")]
    [InlineData("final", null)]
    public void Of_NothingOrAnotherName_IsRefusedWithTheChoices(params string?[] names)
    {
        var refused = Assert.Throws<InvalidInputException>(() => ChannelSet.Of(names!));

        Assert.Equal((ErrorCodes.InvalidRequest, "channels"), (refused.Code, refused.Field));
        Assert.All(["final", "commentary", "analysis"], choice => Assert.Contains($"'{choice}'", refused.Message, StringComparison.Ordinal));
    }
}
