using System.Globalization;

namespace AIWhisperer.Core.Configuration;

/// <summary>
/// One value over the names and contents of all files below the configuration directory: it differs whenever a reading could. Files
/// too large to be read as configuration count by size and time of change.
/// </summary>
internal static class ConfigurationFingerprint
{
    private const int MostFiles = 2_000;
    private const int MostBytes = 512 * 1024;

    private static readonly EnumerationOptions s_below = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 8,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.None,
    };

    public static string Of(string directory)
    {
        try
        {
            return ContentRevision.Of(
                Directory.EnumerateFiles(directory, "*", s_below).Take(MostFiles).Order(StringComparer.Ordinal)
                    .SelectMany(path => new[] { path, ContentOf(path) }));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }

    private static string ContentOf(string path)
    {
        var content = FileText.Read(path, MostBytes);
        return content.Text
            ?? string.Create(CultureInfo.InvariantCulture, $"{content.Fault} {Length(path)} {File.GetLastWriteTimeUtc(path).Ticks}");
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : -1;
}
