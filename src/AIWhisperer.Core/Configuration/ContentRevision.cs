using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AIWhisperer.Core.Configuration;

/// <summary>Names a content by its hash, so that equal content has equal names on every machine and after every restart.</summary>
internal static class ContentRevision
{
    private const int Digits = 12;

    /// <summary>12 hexadecimal digits over the parts in their order; null and empty parts differ.</summary>
    public static string Of(IEnumerable<string?> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string? part in parts)
        {
            // The length goes first: moving text from one part to the next gives another hash.
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
    }
}
