using System.Security.Cryptography;
using System.Text;

namespace AIWhisperer.Mcp;

/// <summary>The query of an address as it is written, whose values may be secrets.</summary>
internal static class UrlQuery
{
    private const int Digits = 12;

    /// <summary>Its parameters; one without a name is a value.</summary>
    public static IEnumerable<(string Name, string Value)> Parts(string query) =>
        query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part =>
            part.Split('=', 2) is [var name, var value] ? (Uri.UnescapeDataString(name), value) : ("", part));

    /// <summary>The query without its values, and a hash by which other values are noticed.</summary>
    public static string Shown(string query)
    {
        if (query.Length == 0)
        {
            return "";
        }

        var names = Parts(query).Select(part => $"{Uri.EscapeDataString(part.Name)}=…");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query)))[..Digits];
        return $"?{string.Join('&', names)} (query {hash})";
    }
}
