namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>How a recorded call ended.</summary>
internal enum CassetteOutcome
{
    Completed,
    Failed,

    /// <summary>The caller left it before its end.</summary>
    Cancelled,
}
