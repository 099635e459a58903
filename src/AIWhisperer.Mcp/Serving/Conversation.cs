using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.Mcp.Serving;

/// <summary>
/// The session of one client, kept between its calls and made at the first that needs one. Its agents and its own calls share it.
/// Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim without a wait handle holds nothing to release.")]
internal sealed class Conversation(string owner, SessionDirectory sessions, ClientLabels labels)
{
    private const string Title = "MCP";

    private readonly SemaphoreSlim _gate = new(1);
    private string? _sessionId;

    /// <summary>The principal that the client calls for.</summary>
    public string Owner => owner;

    /// <summary>Whether the client has been given what nobody vouches for, by a tool that it called itself or by an agent that had.</summary>
    public bool HasReadUntrusted => labels.Has(owner);

    /// <summary>Notes that the client is about to be given what nobody vouches for.</summary>
    public void LabelClient() => labels.Add(owner);

    /// <summary>The session; another one when it is to be, or when somebody deleted it.</summary>
    /// <param name="agentId">The active agent of a session that is made.</param>
    /// <param name="anew">Whether to leave the session that there is.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    public async Task<Session> GetAsync(string agentId, bool anew, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!anew && await FindAsync(cancellationToken) is { } kept)
            {
                return kept;
            }

            var made = await sessions.CreateAsync(owner, new NewSession(agentId, Title), cancellationToken);
            _sessionId = made.Id;
            return made;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<Session?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _sessionId is null ? null : await sessions.GetAsync(owner, _sessionId, cancellationToken);
        }
        catch (NotFoundException)
        {
            return null;
        }
    }
}
