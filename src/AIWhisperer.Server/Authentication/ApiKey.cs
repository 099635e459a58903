using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace AIWhisperer.Server.Authentication;

/// <summary>
/// A key and its hash. A plain SHA-256 is enough: slow hashes protect secrets that people choose, and this one is 256 random bits.
/// </summary>
internal static partial class ApiKey
{
    public const string NameRule = "Use 1 to 64 letters, digits, '.', '_', '-' or '@', beginning with a letter or digit.";

    private const string Prefix = "aiw_";

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public static bool IsName(string name) => NamePattern.IsMatch(name);

    public static bool IsHash(string hash) => hash.Length == 2 * SHA256.HashSizeInBytes && hash.All(char.IsAsciiHexDigit);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._@-]{0,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern { get; }
}
