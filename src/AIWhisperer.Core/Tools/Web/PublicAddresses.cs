using System.Net;
using System.Net.Sockets;

namespace AIWhisperer.Core.Tools.Web;

/// <summary>Which addresses belong to the public internet: those that are left when the special-purpose registries of IANA are taken away.</summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] s_special =
    [
        .. new[]
        {
            "0.0.0.0/8", // this host
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared by carriers
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, where clouds keep their metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.31.196.0/24", // AS112
            "192.52.193.0/24", // AMT
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "192.175.48.0/24", // AS112
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/3", // multicast, reserved, broadcast
        }.Select(network => IPNetwork.Parse(network)),
    ];

    // Only 2000::/3 is given out to the public. What lies in it and leads elsewhere:
    private static readonly IPNetwork s_public6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] s_special6 =
    [
        .. new[]
        {
            "2001::/23", // protocol assignments, Teredo and ORCHID among them
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4, which holds any IPv4 address
            "2620:4f:8000::/48", // AS112
            "3fff::/20", // documentation
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>
    /// Whether the address is one of the public internet. An IPv6 address that holds an IPv4 address (mapped, compatible, NAT64, 6to4,
    /// Teredo) is none, whatever it holds: such forms serve to hide an address.
    /// </summary>
    public static bool Contains(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !s_special.Any(network => network.Contains(address)),
        AddressFamily.InterNetworkV6 => Contains6(address),
        _ => false,
    };

    // A zone names an interface of this machine, which no public address needs.
    private static bool Contains6(IPAddress address) =>
        address.ScopeId == 0
        && !address.IsIPv4MappedToIPv6
        && s_public6.Contains(address)
        && !s_special6.Any(network => network.Contains(address));
}
