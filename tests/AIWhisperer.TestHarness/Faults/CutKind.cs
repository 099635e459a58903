namespace AIWhisperer.TestHarness.Faults;

/// <summary>How a <see cref="FaultProxy"/> cuts a connection.</summary>
public enum CutKind
{
    /// <summary>By an orderly end (FIN): what was forwarded arrives.</summary>
    Close,

    /// <summary>By a reset (RST): what is on its way may be lost.</summary>
    Reset,
}
