using System.Net;

namespace AIWhisperer.Server.Hosting;

/// <summary>Checks the addresses to listen on as they are written. Kestrel takes a port it cannot read for a part of the name.</summary>
internal static class ListenAddress
{
    private static readonly string[] s_portLists = [WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    /// <exception cref="StartRefusedException">An address or a port is malformed.</exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var address in Values(configuration, WebHostDefaults.ServerUrlsKey).Where(address => !IsAddress(address)))
        {
            throw Refuse(WebHostDefaults.ServerUrlsKey, address);
        }

        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            if (endpoint["Url"] is { Length: > 0 } address && !IsAddress(address))
            {
                throw Refuse($"{endpoint.Path}:Url", address);
            }
        }

        foreach (var key in s_portLists)
        {
            foreach (var port in Values(configuration, key).Where(port => !ushort.TryParse(port, out _)))
            {
                throw new StartRefusedException($"The setting {key} holds '{port}', which is no port. Give numbers of 0 to 65535, with ';' between them.");
            }
        }
    }

    private static bool IsAddress(string text)
    {
        try
        {
            var address = BindingAddress.Parse(text);
            return address.IsUnixPipe || address.IsNamedPipe
                || (address.Scheme is "http" or "https"
                    && address.Port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort
                    && (address.Host is "*" or "+" || Uri.CheckHostName(address.Host) != UriHostNameType.Unknown));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string[] Values(IConfiguration configuration, string key) =>
        configuration[key]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static StartRefusedException Refuse(string key, string address) => new(
        $"The setting {key} holds '{address}', which is no address to listen on. Write scheme, host and port, such as http://127.0.0.1:5080.");
}
