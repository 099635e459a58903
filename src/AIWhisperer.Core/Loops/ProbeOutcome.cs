namespace AIWhisperer.Core.Loops;

/// <summary>How a provider's test ended.</summary>
public enum ProbeOutcome
{
    /// <summary>A model answered.</summary>
    Answered,

    /// <summary>The call failed, or could not be made.</summary>
    Failed,

    /// <summary>No call was made: the variable of the provider's key is not set.</summary>
    NoKey,
}
