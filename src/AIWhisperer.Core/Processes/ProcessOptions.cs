namespace AIWhisperer.Core.Processes;

/// <summary>How the programs that the server starts are bound to it; section <c>AIWhisperer:Processes</c>. Read once, at start.</summary>
public sealed class ProcessOptions
{
    /// <summary>
    /// Whether each program gets a control group of its own where the server may make one, which nothing that it starts leaves. Elsewhere,
    /// and without, they are known by a limit that they inherit. Default: true.
    /// </summary>
    public bool ControlGroups { get; set; } = true;
}
