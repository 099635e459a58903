using System.Net;
using System.Net.NetworkInformation;

namespace AIWhisperer.Core.Tools.Web;

/// <summary>The addresses of this machine's interfaces, public ones among them, as they are at the moment of the question.</summary>
internal static class OwnAddresses
{
    public static bool Contains(IPAddress address) => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Any(own => own.Address.Equals(address));
}
