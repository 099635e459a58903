namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>A call as a cassette holds it.</summary>
/// <param name="Line">Where it begins in the file.</param>
/// <param name="Call">Who called what.</param>
/// <param name="Messages">All that was sent, also what the file leaves to the agent's call before.</param>
/// <param name="Pieces">What came.</param>
/// <param name="End">How it ended.</param>
internal sealed record CassetteCall(
    int Line,
    CassetteLine.Call Call,
    IReadOnlyList<CassetteMessage> Messages,
    IReadOnlyList<CassetteLine.Got> Pieces,
    CassetteLine.End End)
{
    /// <summary>What another call has different, in words that repeat nothing of what was said, and where this one stands.</summary>
    public (int Line, string What)? FindDifference(string provider, string model, IReadOnlyList<CassetteLine.Sent> sent)
    {
        if (Call.Provider != provider || Call.Model != model)
        {
            return (Line, $"it was made to {Call.Provider}/{Call.Model}, this one to {provider}/{model}");
        }

        for (var index = 0; index < Math.Min(sent.Count, Messages.Count); index++)
        {
            if (Messages[index].FindDifference(sent[index]) is { } difference)
            {
                return (Messages[index].Line, $"message {index + 1} {difference}");
            }
        }

        return sent.Count == Messages.Count ? null : (Line, $"it sent {Messages.Count} messages, this one sends {sent.Count}");
    }
}
