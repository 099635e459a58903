namespace AIWhisperer.Server.Tests.Streaming;

internal static class TurnsEnd
{
    /// <summary>The events, as JSON, up to the one that completes so many turns.</summary>
    public static async IAsyncEnumerable<string> TakeUntilTurnsEnd(this IAsyncEnumerable<string> events, int turns)
    {
        await foreach (var item in events)
        {
            yield return item;
            if (item.Contains("\"turn.completed\"", StringComparison.Ordinal) && --turns == 0)
            {
                yield break;
            }
        }
    }
}
