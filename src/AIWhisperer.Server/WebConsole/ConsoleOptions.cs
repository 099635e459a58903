namespace AIWhisperer.Server.WebConsole;

/// <summary>Where the web console is served from; section <c>AIWhisperer:Console</c>.</summary>
internal sealed class ConsoleOptions
{
    public const string Section = "AIWhisperer:Console";

    /// <summary>
    /// The folder with the built console. Default <c>console</c> beside the program, where the build puts it; a relative path starts there
    /// too. Without an <c>index.html</c> in it, the console's addresses say how to build it.
    /// </summary>
    public string Path { get; set; } = "console";
}
