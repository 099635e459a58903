namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>Gives each session the calls of its cassette, agent by agent and in their order. Thread-safe.</summary>
internal sealed class CassettePlayer
{
    private readonly RecentSessions<SessionReplay> _sessions;

    public CassettePlayer(CassetteShelf shelf) => _sessions = new(_ => new SessionReplay(shelf));

    /// <summary>The recorded call that is this one.</summary>
    /// <exception cref="ProviderException">
    /// There is none (<see cref="ErrorCodes.ProviderCassetteMismatch"/>); the message says what differs.
    /// </exception>
    public CassetteCall Next(string? sessionId, string agent, string provider, string model, IReadOnlyList<CassetteLine.Sent> sent) =>
        sessionId is null
            ? throw SessionReplay.Mismatch("Cassettes are being replayed, and they hold calls of sessions only.")
            : _sessions.Get(sessionId).Next(agent, provider, model, sent);
}
