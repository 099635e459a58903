using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace AIWhisperer.Mcp;

/// <summary>What was approved of a server.</summary>
/// <param name="Origin">Its program or address, word for word; see <see cref="McpServerDefinition.Origin"/>.</param>
/// <param name="Tools">By the server's own names.</param>
internal sealed record PinnedServer(string Origin, ImmutableSortedDictionary<string, ToolPin> Tools)
{
    /// <summary>A hash over all of it.</summary>
    public string ToFingerprint() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this)));
}
