namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>Something that counts against the rates for one minute. Belongs to its window.</summary>
internal sealed class RateEntry(long at, int calls, long tokens)
{
    /// <summary>The <see cref="TimeProvider.GetTimestamp"/> reading from which the minute runs.</summary>
    public long At { get; } = at;

    public int Calls { get; set; } = calls;

    public long Tokens { get; set; } = tokens;

    /// <summary>What the call was last told to use, be it counted here or in a later entry.</summary>
    public long Told { get; set; } = tokens;

    /// <summary>Whether its minute is over.</summary>
    public bool IsOver { get; set; }
}
