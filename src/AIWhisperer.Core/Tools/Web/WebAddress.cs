using System.Globalization;

namespace AIWhisperer.Core.Tools.Web;

/// <summary>Judges which addresses may be fetched: those that the model gives, and those that servers redirect to.</summary>
internal sealed class WebAddress(FetchOptions options)
{
    private const int MaxLength = 4_096;

    private static readonly int[] s_usualPorts = [80, 443];

    private readonly AllowedHost[] _hosts = [.. options.AllowedHosts.Select(host => new AllowedHost(host))];
    private readonly int[] _ports = options.AllowedPorts.Count > 0 ? [.. options.AllowedPorts] : s_usualPorts;

    /// <summary>The address as it is asked for, without its fragment.</summary>
    /// <exception cref="InvalidInputException">It may not be fetched.</exception>
    public Uri Judge(string address, Uri? relativeTo = null)
    {
        if (address.Length > MaxLength)
        {
            throw Refused("The address is too long.");
        }

        var isAddress = relativeTo is null
            ? Uri.TryCreate(address, UriKind.Absolute, out var url)
            : Uri.TryCreate(relativeTo, address, out url);
        if (!isAddress || (url!.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.Host.Length == 0)
        {
            throw Refused("That is no address of the web. Give one that begins with https:// or http://.");
        }

        if (url.UserInfo.Length > 0)
        {
            throw Refused("The address holds a user name or a password, which are never sent. Leave them out.");
        }

        if (relativeTo?.Scheme == Uri.UriSchemeHttps && url.Scheme == Uri.UriSchemeHttp)
        {
            throw Refused("The server redirects from https to http, which is not followed.");
        }

        if (!_ports.Contains(url.Port))
        {
            throw Refused($"The port {url.Port.ToString(CultureInfo.InvariantCulture)} may not be asked. Those that may: {string.Join(", ", _ports)}.");
        }

        var host = AllowedHost.Canonical(url.IdnHost);
        return _hosts.Any(allowed => allowed.Matches(host))
            ? new UriBuilder(url) { Fragment = string.Empty }.Uri
            : throw Refused($"The host may not be asked. Those that may: {string.Join(", ", options.AllowedHosts)}.");
    }

    private static InvalidInputException Refused(string message) => new(ErrorCodes.InvalidRequest, "url", message);
}
