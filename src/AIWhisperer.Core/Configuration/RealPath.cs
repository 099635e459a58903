namespace AIWhisperer.Core.Configuration;

/// <summary>Follows symbolic links at every level of a path, so that two paths can be compared for where they truly lead.</summary>
public static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path with no link left in it; parts that do not exist stay as written.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path) => Follow(Path.GetFullPath(path), MostLinks);

    /// <summary>Whether the file, its links followed, lies below the directory, its links followed.</summary>
    public static bool IsInside(string directory, string file)
    {
        try
        {
            return Of(file).StartsWith(Path.TrimEndingDirectorySeparator(Of(directory)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Whether both, their links followed, are the same file or directory by name.</summary>
    public static bool AreSame(string one, string other)
    {
        try
        {
            return Path.TrimEndingDirectorySeparator(Of(one)) == Path.TrimEndingDirectorySeparator(Of(other));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Follow(string fullPath, int linksLeft)
    {
        string reached = Path.GetPathRoot(fullPath)!;
        foreach (string part in fullPath[reached.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string next = Path.Combine(reached, part);
            if (new FileInfo(next).LinkTarget is { } target)
            {
                if (linksLeft == 0)
                {
                    throw new IOException("Too many levels of symbolic links.");
                }

                next = Follow(Path.GetFullPath(target, reached), --linksLeft);
            }

            reached = next;
        }

        return reached;
    }
}
