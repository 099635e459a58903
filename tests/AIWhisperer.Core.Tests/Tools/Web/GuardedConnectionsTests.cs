using System.Net;
using System.Net.NetworkInformation;
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
    public void OwnAddresses_AreThoseOfTheInterfaces()
    {
        Assert.All([IPAddress.Loopback, .. Dns.GetHostAddresses("localhost")], own => Assert.True(OwnAddresses.Contains(own)));
        Assert.False(OwnAddresses.Contains(s_public));
        Assert.True(GuardedConnections.IsElsewhere(s_public));
    }

    /// <summary>
    /// Needs an interface with a public address, as servers in data centres have. One can be lent:
    /// <c>unshare --user --map-root-user --net sh -c "ip link set lo up; ip address add 8.8.4.4/32 dev lo; dotnet test …"</c>.
    /// </summary>
    [Fact]
    public async Task Handler_PublicAddressOfThisMachine_IsNotConnectedTo()
    {
        var own = NetworkInterface.GetAllNetworkInterfaces().SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address).FirstOrDefault(PublicAddresses.Contains);
        Assert.SkipWhen(own is null, "No interface of this machine has a public address.");
        using var listener = new CountingListener();
        var guard = new GuardedConnections(allowPrivate: false, (_, _) => Task.FromResult<IPAddress[]>([own!]));
        using var handler = guard.CreateHandler();
        using var client = new HttpClient(handler);

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(listener.Url("own.example"), Token));

        Assert.IsType<ForbiddenException>(refusal.InnerException);
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
