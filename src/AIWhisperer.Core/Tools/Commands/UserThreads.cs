using System.Globalization;

namespace AIWhisperer.Core.Tools.Commands;

/// <summary>Counts what the system counts against the limit of a user's processes: all threads of all processes of this user.</summary>
internal static class UserThreads
{
    private const string User = "Uid:";
    private const string Threads = "Threads:";

    public static int Count()
    {
        var self = Read("/proc/self/status", User);
        return Directory.EnumerateDirectories("/proc")
            .Where(directory => char.IsAsciiDigit(Path.GetFileName(directory)[0]))
            .Select(directory => Path.Combine(directory, "status"))
            .Where(file => Read(file, User) == self)
            .Sum(file => int.TryParse(Read(file, Threads), CultureInfo.InvariantCulture, out var threads) ? threads : 0);
    }

    private static string? Read(string file, string field)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal))?[field.Length..];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
