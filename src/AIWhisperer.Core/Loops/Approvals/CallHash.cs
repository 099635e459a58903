using System.Security.Cryptography;
using System.Text.Json;

namespace AIWhisperer.Core.Loops.Approvals;

/// <summary>What an approval is worth for: one tool with these arguments, in one session of one owner.</summary>
internal static class CallHash
{
    /// <summary>SHA-256 in lower-case hexadecimal. How the arguments are written makes no difference, but for the form of numbers.</summary>
    public static string Of(string tool, JsonElement arguments, string sessionId, string owner) =>
        Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Of(arguments, tool, sessionId, owner)));
}
