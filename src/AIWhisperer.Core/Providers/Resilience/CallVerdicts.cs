namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>Which verdict a call's end means for the circuit.</summary>
internal static class CallVerdicts
{
    /// <param name="fault">What the call ended in; null when it ended well.</param>
    public static CallVerdict Of(Exception? fault) => fault switch
    {
        null => CallVerdict.Sound,
        ProviderException { Status: 408 or 425 or >= 500 } => CallVerdict.Failed,
        ProviderException { Status: not null } => CallVerdict.Sound,
        ProviderException
        {
            Code: ErrorCodes.ProviderUnavailable or ErrorCodes.ProviderTimeout or ErrorCodes.ProviderTruncated or ErrorCodes.ProviderMalformed,
        } => CallVerdict.Failed,
        ProviderException => CallVerdict.Sound,
        _ => CallVerdict.Unknown,
    };
}
