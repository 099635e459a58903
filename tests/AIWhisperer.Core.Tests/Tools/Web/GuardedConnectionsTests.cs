using System.Net;
using AIWhisperer.Core.Tools.Web;

namespace AIWhisperer.Core.Tests.Tools.Web;

public sealed class GuardedConnectionsTests
{
    private static readonly IPAddress s_public = IPAddress.Parse("198.41.0.4");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handler_NameThatTurnsPrivateAfterItsFirstLookUp_IsNotConnectedTo()
    {
        using var listener = new CountingListener();
        var answers = new Queue<IPAddress>([s_public, IPAddress.Loopback]);
        var guard = new GuardedConnections(allowPrivate: false, (_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()]));
        using var handler = guard.CreateHandler();
        using var client = new HttpClient(handler);

        // Whoever checks a name by a look-up of its own has had the public answer by now.
        Assert.True(PublicAddresses.Contains(answers.Dequeue()));
        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(listener.Url("rebinding.example"), Token));

        Assert.IsType<ForbiddenException>(refusal.InnerException);
        Assert.Equal(0, await listener.CountAsync());
    }

    [Fact]
    public async Task Handler_PrivateAddressesOnly_ConnectsToNone()
    {
        using var listener = new CountingListener();
        var guard = new GuardedConnections(
            allowPrivate: false, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.IPv6Loopback]));
        using var handler = guard.CreateHandler();
        using var client = new HttpClient(handler);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(listener.Url("inside.example"), Token));

        Assert.Equal(0, await listener.CountAsync());
    }

    [Fact]
    public async Task Connect_PrivateAddressesAllowed_Connects()
    {
        using var listener = new CountingListener();
        var guard = new GuardedConnections(allowPrivate: true);

        await using var stream = await guard.ConnectAsync(new DnsEndPoint("127.0.0.1", listener.Port), Token);

        Assert.Equal(1, await listener.CountAsync());
    }
}
