namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>A message as a cassette holds it.</summary>
/// <param name="Line">Where it stands in the file.</param>
/// <param name="Sent">The message.</param>
internal sealed record CassetteMessage(int Line, CassetteLine.Sent Sent)
{
    // Covered keys may be anything in a replay, which knows none.
    private const char Star = '*';

    private readonly string _json = CassetteJson.Write(Sent);

    /// <summary>What another message has different, in words that repeat nothing of it; or null.</summary>
    public string? FindDifference(CassetteLine.Sent other)
    {
        if (Sent.Role != other.Role)
        {
            return $"was one of the role {Sent.Role}, and is one of the role {other.Role}";
        }

        // What a tool says may be another thing each time, as the time of day is.
        if (Sent.Contents is null || Sent.Role == "tool")
        {
            return null;
        }

        var json = CassetteJson.Write(other);
        var isSame = json.Length == _json.Length && json.Zip(_json).All(pair => pair.First == pair.Second || pair.Second == Star);
        return isSame ? null : $"of the role {Sent.Role} has other contents";
    }
}
