using System.Globalization;

namespace AIWhisperer.Mcp.Tests;

/// <summary>The system's processes.</summary>
internal static class Processes
{
    /// <summary>Whether the process is there and more than a body that nobody has buried yet.</summary>
    public static bool IsAlive(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The numbers in journal lines such as <c>start 17</c>.</summary>
    public static IEnumerable<int> Started(IEnumerable<string> journal) => journal
        .Where(line => line.StartsWith("start ", StringComparison.Ordinal))
        .Select(line => int.Parse(line["start ".Length..], CultureInfo.InvariantCulture));
}
