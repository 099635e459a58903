namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>What a call's end says of its provider.</summary>
internal enum CallVerdict
{
    /// <summary>The provider works: it answered, or refused for a reason that is the caller's.</summary>
    Sound,

    /// <summary>The provider failed.</summary>
    Failed,

    /// <summary>Nothing: the call was given up before its end.</summary>
    Unknown,
}
