using System.Security.Cryptography;

namespace AIWhisperer.Core.Events;

/// <summary>Makes the ids of sessions, turns and messages: 128 random bits each, so that none can be guessed.</summary>
public static class RandomId
{
    /// <summary>A new id: 32 lower-case hexadecimal digits.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
