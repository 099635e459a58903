namespace AIWhisperer.Core.Tools.Commands;

/// <summary>The shell scripts beside this file. They are fixed; what a model says reaches them as arguments only.</summary>
internal static class EmbeddedScript
{
    public static string Launch { get; } = Read("launch.sh");

    public static string Sandbox { get; } = Read("sandbox.sh");

    private static string Read(string name)
    {
        using var stream = typeof(EmbeddedScript).Assembly.GetManifestResourceStream($"commands/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
