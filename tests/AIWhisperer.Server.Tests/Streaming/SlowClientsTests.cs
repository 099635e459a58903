using AIWhisperer.TestHarness;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Tests.Streaming;

public sealed class SlowClientsTests
{
    [Fact]
    public async Task Watch_RequestEndsAsItIsCutOff_IsNoFault()
    {
        var clock = new ManualTimeProvider();
        var options = new ServerOptions();
        var clients = new SlowClients(Options.Create(options), clock, NullLogger<SlowClients>.Instance);
        var cuts = 0;
        await using var watch = clients.Watch(() =>
        {
            cuts++;
            throw new ObjectDisposedException("The request is over.");
        });

        // On a real clock it would be a timer's thread that throws, which ends the process.
        watch.BeginSend();
        clock.Advance(options.SendTimeout);

        Assert.Equal(1, cuts);
    }
}
