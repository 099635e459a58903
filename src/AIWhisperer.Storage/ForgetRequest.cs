namespace AIWhisperer.Storage;

/// <summary>Removes the earliest accepted messages up to an instant.</summary>
internal sealed class ForgetRequest(DateTimeOffset through, int limit, long startedAt) : WriteRequest(startedAt)
{
    public DateTimeOffset Through { get; } = through;

    public int Limit { get; } = limit;

    /// <summary>How many were removed; set by the writer before the commit.</summary>
    public int Removed { get; set; }
}
