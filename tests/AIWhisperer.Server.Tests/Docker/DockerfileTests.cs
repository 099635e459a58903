using System.Diagnostics;
using System.Text.RegularExpressions;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Server.Tests.Docker;

/// <summary>No engine is at hand, so what the Dockerfile says is done by hand, with nothing but what it copies.</summary>
public sealed class DockerfileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _root = FindRoot();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Image_BuiltFromWhatIsCopied_Works()
    {
        var dockerfile = await File.ReadAllTextAsync(Path.Combine(_root, "Dockerfile"), TestContext.Current.CancellationToken);
        var source = _directory.File("source");
        foreach (Match copy in Regex.Matches(dockerfile, "^COPY (?!--from)(.+) ([^ ]+)$", RegexOptions.Multiline))
        {
            foreach (var path in copy.Groups[1].Value.Split(' '))
            {
                Copy(Path.Combine(_root, path), Path.Combine(source, path));
            }
        }

        var publish = Regex.Match(dockerfile, "^RUN dotnet (publish .+)$", RegexOptions.Multiline).Groups[1].Value;
        Assert.EndsWith(" --output /app", publish, StringComparison.Ordinal);
        var app = _directory.File("app");
        await RunAsync(source, [.. publish.Split(' ')[..^1], app]);

        var entry = Regex.Match(dockerfile, "^ENTRYPOINT \\[\"dotnet\", \"([^\"]+)\"\\]$", RegexOptions.Multiline).Groups[1].Value;
        var configuration = Regex.Match(dockerfile, "AIWhisperer__ConfigDirectory=/app/([^ ]+)").Groups[1].Value;
        var said = await RunAsync(app, [entry, "validate", $"--AIWhisperer:ConfigDirectory={Path.Combine(app, configuration)}"]);
        Assert.True(File.Exists(Path.Combine(app, "console", "index.html")));
        Assert.Contains("5 agents", said, StringComparison.Ordinal);
        Assert.Contains($"CMD [\"dotnet\", \"{entry}\", \"health\"]", dockerfile, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", await File.ReadAllTextAsync(Path.Combine(app, "appsettings.json"), TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task ComposeFile_NamesOnlyPathsThatExist()
    {
        var compose = await File.ReadAllTextAsync(Path.Combine(_root, "docker-compose.yml"), TestContext.Current.CancellationToken);

        var mounted = Regex.Matches(compose, @"- \./([^:\s]+):").Select(mount => mount.Groups[1].Value).ToArray();
        Assert.NotEmpty(mounted);
        Assert.All(mounted, path => Assert.True(Directory.Exists(Path.Combine(_root, path)), path));
        var settings = Regex.Match(compose, "- path: (\\S+)").Groups[1].Value;
        Assert.True(File.Exists(Path.Combine(_root, settings + ".example")), settings);
    }

    private static async Task<string> RunAsync(string directory, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = directory, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
            return;
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "AIWhisperer.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return directory.FullName;
    }
}
