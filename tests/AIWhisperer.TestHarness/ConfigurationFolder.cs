using AIWhisperer.Core.Configuration;
using Microsoft.Extensions.Options;

namespace AIWhisperer.TestHarness;

/// <summary>A configuration directory of one test's own, on the real disk; gone when disposed.</summary>
public sealed class ConfigurationFolder : IDisposable
{
    public ConfigurationFolder()
    {
        Directory.CreateDirectory(PathOf("agents"));
        Directory.CreateDirectory(PathOf("prompts"));
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("aiwhisperer-config-").FullName;

    public ConfigurationOptions Options => new() { Directory = Root };

    public IOptions<ConfigurationOptions> WrappedOptions => Microsoft.Extensions.Options.Options.Create(Options);

    public string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    /// <summary>Writes into the file itself, as a plain redirect does.</summary>
    public void Write(string relativePath, string text) => File.WriteAllText(PathOf(relativePath), text);

    /// <summary>Writes another file and renames it over this one, as most editors do.</summary>
    public void Replace(string relativePath, string text)
    {
        string beside = PathOf(relativePath) + ".new";
        File.WriteAllText(beside, text);
        File.Move(beside, PathOf(relativePath), overwrite: true);
    }

    public void Delete(string relativePath) => File.Delete(PathOf(relativePath));

    public void Dispose()
    {
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
