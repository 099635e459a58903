using System.Globalization;
using System.Security.Cryptography;

namespace AIWhisperer.Core.Processes;

/// <summary>
/// What the processes of one program are known by, wherever they went: the value of a limit that children inherit and that has no effect,
/// that of the resident set. Neither another session nor another environment takes it off them; a program can change it, though, for itself and its children.
/// </summary>
internal sealed class ProcessMark
{
    private const string Name = "Max resident set";

    // In bytes, the digits of the server's number are followed by ten others, which tell its programs apart: 2^10 divides 10^10.
    private const long Step = 10_000_000_000 / 1_024;
    private const int SmallestServer = 100_000_000;
    private const int LargestServer = 900_000_000;

    private readonly string _text;

    private ProcessMark(long kilobytes)
    {
        Kilobytes = kilobytes.ToString(CultureInfo.InvariantCulture);
        _text = string.Create(CultureInfo.InvariantCulture, $" {kilobytes * 1_024} ");
    }

    /// <summary>As a shell's <c>ulimit -m</c> takes it.</summary>
    public string Kilobytes { get; }

    /// <summary>A number for a server, which no other on this machine has.</summary>
    public static int NewServer() => RandomNumberGenerator.GetInt32(SmallestServer, LargestServer);

    /// <summary>The mark of one of a server's programs, which are numbered.</summary>
    public static ProcessMark Of(int server, int number) => new((server * Step) + (number % Step));

    /// <summary>The line of <c>/proc/*/limits</c> of every program of a server, as a basic regular expression.</summary>
    public static string Pattern(int server) => string.Create(CultureInfo.InvariantCulture, $@"^{Name}  *{server}[0-9]\{{10\}} ");

    /// <summary>Whether the system lets this process, and so its children, have marks: not where an administrator has set the limit.</summary>
    public static bool IsAllowed()
    {
        var columns = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal))?[Name.Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return columns is [_, var hard, ..]
            && (!long.TryParse(hard, CultureInfo.InvariantCulture, out var limit) || limit > LargestServer * Step * 1_024);
    }

    /// <summary>Whether a process with these limits carries it.</summary>
    public bool IsOn(string limits) => limits.Contains(_text, StringComparison.Ordinal);
}
