namespace AIWhisperer.TestHarness;

/// <summary>A new, empty folder for one test; removed with all it holds.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>The full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("aiwhisperer-").FullName;

    /// <summary>The full path of a file or folder in it; nothing is created.</summary>
    public string File(string relativePath) => System.IO.Path.Combine(Path, relativePath);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
