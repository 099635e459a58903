using AIWhisperer.Core;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Mcp.Serving;

/// <summary>The revisions of the protocol that clients over HTTP may speak: those with sessions, since a conversation is kept in one.</summary>
public static class ServedProtocol
{
    private static readonly string[] s_versions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

    /// <summary>Checks what a request says that it speaks; saying nothing is allowed.</summary>
    /// <param name="version">The header <c>MCP-Protocol-Version</c>.</param>
    /// <exception cref="InvalidInputException">It is none of those revisions.</exception>
    public static void Check(string version)
    {
        if (version.Length > 0 && !s_versions.Contains(version, StringComparer.Ordinal))
        {
            throw new InvalidInputException(
                ErrorCodes.InvalidRequest,
                "MCP-Protocol-Version",
                $"The server does not speak revision '{ShownText.Of(version)}'. Begin with 'initialize' and one of {string.Join(", ", s_versions)}.");
        }
    }
}
