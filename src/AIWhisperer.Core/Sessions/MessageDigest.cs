using System.Security.Cryptography;
using System.Text.Json;

namespace AIWhisperer.Core.Sessions;

/// <summary>Tells messages apart by all that their sender said about them, except the name it gave them.</summary>
internal static class MessageDigest
{
    /// <summary>The SHA-256 of the message, in hexadecimal. Stored: what goes into it may not change.</summary>
    public static string Of(NewMessage message) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<string?[]>(
    [
        message.Text,
        message.AgentId,
        message.OnBusy?.ToString(),
        message.OnDisconnect?.ToString(),
        .. message.Tools is null ? [] : (string[])[JsonSerializer.Serialize(message.Tools)],
    ])));
}
