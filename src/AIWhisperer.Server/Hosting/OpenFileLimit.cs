using System.Globalization;

namespace AIWhisperer.Server.Hosting;

/// <summary>How many files, and so sockets, the process may have open.</summary>
internal static class OpenFileLimit
{
    private const string Source = "/proc/self/limits";
    private const string Row = "Max open files";

    /// <summary>The limit, or null where there is none or the system does not tell.</summary>
    public static long? Read() => File.Exists(Source) ? Parse(File.ReadLines(Source)) : null;

    /// <param name="lines">As in <c>/proc/self/limits</c>: the limit's name, then the soft limit.</param>
    public static long? Parse(IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal)) is { } row
        && row[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, ..]
        && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : null;
}
