namespace AIWhisperer.Core.Tools.Web;

/// <summary>One entry of the list of hosts that may be asked.</summary>
internal sealed class AllowedHost(string pattern)
{
    private const string Every = "*";
    private const string Below = "*.";

    private readonly string _host = Canonical(pattern.StartsWith(Below, StringComparison.Ordinal) ? pattern[Below.Length..] : pattern);
    private readonly bool _isBelow = pattern.StartsWith(Below, StringComparison.Ordinal);

    public static bool IsPattern(string pattern)
    {
        var host = pattern.StartsWith(Below, StringComparison.Ordinal) ? pattern[Below.Length..] : pattern;
        return pattern == Every || Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;
    }

    /// <summary>The one form of a host that two are compared in: in Punycode and lower case, without the dot of the root.</summary>
    public static string Canonical(string host)
    {
        var name = host.TrimEnd('.');
        return Uri.CheckHostName(name) == UriHostNameType.Dns ? new UriBuilder(Uri.UriSchemeHttp, name).Uri.IdnHost.ToLowerInvariant() : name.Trim('[', ']');
    }

    /// <param name="host">A host in its canonical form.</param>
    public bool Matches(string host) =>
        _host == Every || (_isBelow ? host.EndsWith('.' + _host, StringComparison.Ordinal) : host == _host);
}
