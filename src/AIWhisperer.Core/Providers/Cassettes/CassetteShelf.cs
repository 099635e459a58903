using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>The cassettes of one path, and all that is wrong with them.</summary>
internal sealed record CassetteShelf(ImmutableArray<Cassette> Cassettes, ImmutableArray<ConfigurationProblem> Problems)
{
    private const int MostFiles = 1_000;

    /// <summary>Reads the file, or those of the directory in the order of their names. Never throws for what is on the disk.</summary>
    public static CassetteShelf Load(string path)
    {
        var cassettes = ImmutableArray.CreateBuilder<Cassette>();
        var all = ImmutableArray.CreateBuilder<ConfigurationProblem>();
        foreach (var file in FilesOf(path, all))
        {
            var problems = new ProblemList(Path.GetFileName(file));
            if (CassetteReader.Read(file, problems) is { } cassette)
            {
                cassettes.Add(cassette);
            }

            all.AddRange(problems.ToImmutable());
        }

        return new(cassettes.ToImmutable(), all.ToImmutable());
    }

    private static string[] FilesOf(string path, ImmutableArray<ConfigurationProblem>.Builder problems)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        try
        {
            var found = Directory.EnumerateFiles(path, "*" + Cassette.Extension).Take(MostFiles + 1);
            string[] files = [.. found.Order(StringComparer.Ordinal)];
            if (files.Length is > 0 and <= MostFiles)
            {
                return files;
            }

            problems.Add(files.Length == 0
                ? new(path, 1, 1, "", $"The directory holds no cassette (*{Cassette.Extension}).", "Record one, or name another path.")
                : new(path, 1, 1, "", $"The directory holds more than {MostFiles} cassettes.", "Name one of them, or move some elsewhere."));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(path, 1, 1, "", "The directory cannot be read.", "Check that the server may read it."));
        }

        return [];
    }
}
