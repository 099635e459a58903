namespace AIWhisperer.Core.Providers;

/// <summary>Whether calls to a provider pass.</summary>
public enum ProviderCircuit
{
    /// <summary>All calls pass.</summary>
    Closed,

    /// <summary>The provider failed too often: no call passes for a while.</summary>
    Open,

    /// <summary>One call finds out whether the provider works again; no other passes.</summary>
    HalfOpen,
}
