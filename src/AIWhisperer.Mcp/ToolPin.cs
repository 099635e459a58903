using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AIWhisperer.Mcp;

/// <summary>Hashes over what a server says of a tool, word for word. With the name, they are what a person approves of.</summary>
/// <param name="Description">Of the description.</param>
/// <param name="Schema">Of the schema of the arguments.</param>
internal sealed record ToolPin(string Description, string Schema)
{
    public static ToolPin Of(string? description, JsonElement schema) => new(Hash(description ?? ""), Hash(schema.GetRawText()));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
