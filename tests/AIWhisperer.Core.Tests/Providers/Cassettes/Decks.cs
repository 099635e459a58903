using AIWhisperer.Core.Providers.Cassettes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tests.Providers.Cassettes;

/// <summary>Decks without a host.</summary>
internal static class Decks
{
    public static CassetteDeck Off => New(new CassetteOptions());

    public static CassetteDeck Recording(string directory, TimeProvider? clock = null) =>
        New(new CassetteOptions { Mode = CassetteMode.Record, Path = directory }, clock);

    public static CassetteDeck Replaying(string path, double speed = 0, TimeProvider? clock = null) =>
        New(new CassetteOptions { Mode = CassetteMode.Replay, Path = path, Speed = speed }, clock);

    private static CassetteDeck New(CassetteOptions options, TimeProvider? clock = null) =>
        new(Options.Create(options), clock ?? TimeProvider.System, NullLogger<CassetteDeck>.Instance);
}
