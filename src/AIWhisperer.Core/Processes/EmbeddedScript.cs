namespace AIWhisperer.Core.Processes;

/// <summary>The shell scripts beside this file.</summary>
internal static class EmbeddedScript
{
    public static string Launch { get; } = Read("launch.sh");

    public static string Guard { get; } = Read("guard.sh");

    private static string Read(string name)
    {
        using var stream = typeof(EmbeddedScript).Assembly.GetManifestResourceStream($"processes/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
