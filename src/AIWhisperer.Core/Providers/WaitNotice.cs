namespace AIWhisperer.Core.Providers;

/// <summary>The call waits for its turn, or its place has changed.</summary>
/// <param name="waitsFor">What it waits for: the provider's id, or the agent's.</param>
/// <param name="position">Its place among those that wait, from 1.</param>
public sealed class WaitNotice(string waitsFor, int position) : ProviderNotice
{
    /// <summary>What it waits for: the provider's id, or the agent's.</summary>
    public string WaitsFor => waitsFor;

    /// <summary>Its place among those that wait, from 1.</summary>
    public int Position => position;
}
