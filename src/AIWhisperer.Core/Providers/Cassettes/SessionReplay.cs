namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>One session's place on its cassette. Thread-safe.</summary>
internal sealed class SessionReplay(CassetteShelf shelf)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _played = new(StringComparer.Ordinal);
    private Cassette? _cassette;

    public static ProviderException Mismatch(string what) =>
        new(ErrorCodes.ProviderCassetteMismatch, $"{what} Do in a new session what was recorded, or record it anew.");

    public CassetteCall Next(string agent, string provider, string model, IReadOnlyList<CassetteLine.Sent> sent)
    {
        lock (_lock)
        {
            _cassette ??= Choose(agent, provider, model, sent);
            var calls = _cassette.CallsOf(agent);
            var played = _played.GetValueOrDefault(agent);
            if (played == calls.Count)
            {
                throw Mismatch($"The cassette {_cassette.File} holds {calls.Count} calls of the agent `{agent}`; this would be one more.");
            }

            if (calls[played].FindDifference(provider, model, sent) is { } difference)
            {
                throw Mismatch(
                    $"Call {played + 1} of the agent `{agent}` is not the one on the cassette {_cassette.File}, "
                    + $"line {difference.Line}: {difference.What}.");
            }

            _played[agent] = played + 1;
            return calls[played];
        }
    }

    /// <summary>The only cassette, or the first that begins with this call.</summary>
    private Cassette Choose(string agent, string provider, string model, IReadOnlyList<CassetteLine.Sent> sent) =>
        shelf.Cassettes is [var only]
            ? only
            : shelf.Cassettes.FirstOrDefault(
                cassette => cassette.CallsOf(agent) is [var first, ..] && first.FindDifference(provider, model, sent) is null)
                ?? throw Mismatch(
                    $"None of the {shelf.Cassettes.Length} cassettes begins with this call of the agent `{agent}` to {provider}/{model}.");
}
