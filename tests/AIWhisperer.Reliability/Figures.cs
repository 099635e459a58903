using System.Reflection;

namespace AIWhisperer.Reliability;

/// <summary>What the suites saw: one line each, in the output of the test and in the file that <c>./test</c> prints. Thread-safe.</summary>
internal static class Figures
{
    private static readonly Lock s_gate = new();

    private static readonly string s_file = typeof(Figures).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "FiguresFile").Value!;

    public static void Print(string suite, string figures)
    {
        var line = $"{suite} ({(Scale.IsFull ? "full" : "short")}): {figures}";
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        lock (s_gate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(s_file)!);
            File.AppendAllLines(s_file, [line]);
        }
    }
}
