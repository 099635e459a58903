using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>Stands around the wire clients of all providers as it is set: records them, takes their place, or does nothing.</summary>
public sealed class CassetteDeck
{
    private readonly CassetteOptions _options;
    private readonly TimeProvider _clock;
    private readonly CassetteRecorder _recorder;
    private readonly CassettePlayer? _player;

    /// <summary>Reads the cassettes when they are to be replayed.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="clock">Gives the times of a recording and the pace of a replay.</param>
    /// <param name="logger">Told when a session cannot be recorded.</param>
    public CassetteDeck(IOptions<CassetteOptions> options, TimeProvider clock, ILogger<CassetteDeck> logger)
    {
        _options = options.Value;
        _clock = clock;
        _recorder = new CassetteRecorder(_options.Path, clock, logger);
        _player = _options.Mode == CassetteMode.Replay ? new CassettePlayer(CassetteShelf.Load(_options.Path)) : null;
    }

    /// <summary>Whether cassettes answer in place of the providers, which then need no key.</summary>
    public bool IsReplaying => _player is not null;

    /// <summary>The provider's client, or what stands around it or in its place.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="kind">Makes the wire client; not asked while replaying.</param>
    /// <param name="keys">The keys of all providers, which no recording may hold.</param>
    internal IChatClient NewClient(ProviderDefinition provider, IProviderKind kind, Func<IEnumerable<Secret>> keys) => _options.Mode switch
    {
        CassetteMode.Record => new RecordingChatClient(kind.CreateClient(provider), provider.Id, _recorder, keys, _clock),
        CassetteMode.Replay => new ReplayingChatClient(provider.Id, _player!, _options.Speed, _clock),
        _ => kind.CreateClient(provider),
    };
}
