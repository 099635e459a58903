using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Authentication;

/// <summary>The keys in service. Immutable.</summary>
internal sealed class ApiKeyRing(IOptions<ApiKeyOptions> options)
{
    /// <summary>The one principal while no key is configured.</summary>
    public const string Local = "local";

    private readonly (string Name, byte[] Hash)[] _keys =
        [.. options.Value.Keys.Select(key => (key.Name, Convert.FromHexString(key.Hash)))];

    public bool IsEmpty => _keys.Length == 0;

    /// <summary>The principal of the key, or null. Takes the same time for every key that is none.</summary>
    public string? FindOwner(string key)
    {
        var hash = ApiKey.HashOf(key);
        string? owner = null;
        foreach (var known in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(known.Hash, hash))
            {
                owner = known.Name;
            }
        }

        return owner;
    }
}
