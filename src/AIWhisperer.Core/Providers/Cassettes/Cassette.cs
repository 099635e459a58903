namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>The calls of one session, by agent, in the order in which each agent's ended.</summary>
/// <param name="File">The file's name, without its directory.</param>
/// <param name="Calls">The calls.</param>
internal sealed record Cassette(string File, IReadOnlyDictionary<string, IReadOnlyList<CassetteCall>> Calls)
{
    public const string Extension = ".jsonl";
    public const int Version = 1;

    /// <summary>The largest file, in bytes, that is written or read.</summary>
    public const int MostBytes = 64 << 20;

    public IReadOnlyList<CassetteCall> CallsOf(string agent) => Calls.GetValueOrDefault(agent) ?? [];
}
