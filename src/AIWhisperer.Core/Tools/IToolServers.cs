using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tools;

/// <summary>
/// Programs that offer tools which are not known before they are asked, granted to agents by the server's name. Thread-safe.
/// </summary>
public interface IToolServers
{
    /// <summary>The configured servers as they are now, by id. Asks none of them.</summary>
    IReadOnlyCollection<ToolServerStatus> Servers { get; }

    /// <summary>What is wrong with the file that configures them.</summary>
    IReadOnlyList<ConfigurationProblem> Problems { get; }

    /// <summary>Reads that file again. Never throws for what it holds.</summary>
    void Reload();

    /// <summary>
    /// The server's tools for a session, connecting to it if need be; waits for a limited time. Never throws for what the server does: one that
    /// cannot be reached has no tools and a reason. A server that was removed or never was has neither.
    /// </summary>
    /// <param name="serverId">The server.</param>
    /// <param name="sessionId">The session that the tools are for: a server may have a connection for each.</param>
    /// <param name="cancellationToken">Gives the waiting up; the connection goes on being made for others.</param>
    Task<ToolServerStatus> ConnectAsync(string serverId, string sessionId, CancellationToken cancellationToken);

    /// <summary>The session has no live loop any more: what was held for it alone is let go. Never fails.</summary>
    /// <remarks>Calls of <see cref="ConnectAsync"/> from now on make something new, also while this runs.</remarks>
    Task ReleaseSessionAsync(string sessionId);
}
