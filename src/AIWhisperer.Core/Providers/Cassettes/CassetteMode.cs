namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>What is done with the traffic between sessions and their models.</summary>
public enum CassetteMode
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>It is written into a file for each session.</summary>
    Record,

    /// <summary>Models are not called; they answer as a file says.</summary>
    Replay,
}
