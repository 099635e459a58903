using AIWhisperer.TestHarness;

namespace AIWhisperer.Server.Tests.Streaming;

public sealed class SendWatchTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_moment = TimeSpan.FromTicks(1);

    private readonly ManualTimeProvider _clock = new();
    private int _cuts;

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(15)]
    [InlineData(100)]
    public async Task Send_ThatTakesTooLong_IsCutOffOnce_AtTheEndOfItsPatience(int secondsBefore)
    {
        await using var watch = Watch();
        _clock.Advance(TimeSpan.FromSeconds(secondsBefore));

        watch.BeginSend();
        _clock.Advance(s_patience - s_moment);
        Assert.Equal(0, _cuts);
        _clock.Advance(s_moment);
        Assert.Equal(1, _cuts);
        _clock.Advance(s_patience * 3);
        Assert.Equal(1, _cuts);
    }

    [Fact]
    public async Task Sends_ThatEndInTime_AreNotCutOff_HoweverManyThereAre()
    {
        await using var watch = Watch();

        for (var send = 0; send < 10; send++)
        {
            watch.BeginSend();
            _clock.Advance(s_patience - s_moment);
            watch.EndSend();
        }

        Assert.Equal(0, _cuts);
    }

    [Fact]
    public async Task Stream_ThatHasNothingToSend_IsNotCutOff()
    {
        await using var watch = Watch();
        watch.BeginSend();
        watch.EndSend();

        _clock.Advance(s_patience * 10);

        Assert.Equal(0, _cuts);
    }

    [Fact]
    public async Task Watch_ThatHasEnded_CutsNothing()
    {
        var watch = Watch();
        watch.BeginSend();
        await watch.DisposeAsync();

        _clock.Advance(s_patience * 10);

        Assert.Equal(0, _cuts);
    }

    private SendWatch Watch() => new(s_patience, _clock, () => _cuts++);
}
