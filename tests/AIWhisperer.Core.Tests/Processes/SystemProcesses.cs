using System.Diagnostics;
using System.Globalization;

namespace AIWhisperer.Core.Tests.Processes;

/// <summary>The processes of this machine, looked at from outside.</summary>
internal static class SystemProcesses
{
    private static int s_last;

    /// <summary>A number of seconds, more than 10 minutes, that no other process sleeps for.</summary>
    public static string UniqueSleep() => string.Create(
        CultureInfo.InvariantCulture, $"{1_000 + Interlocked.Increment(ref s_last)}.{Environment.ProcessId:D8}");

    /// <summary>How many live processes have the word in their command line.</summary>
    public static int Count(string word) => Directory.EnumerateDirectories("/proc")
        .Where(directory => char.IsAsciiDigit(Path.GetFileName(directory)[0]))
        .Count(directory => Read(directory).Contains(word));

    /// <summary>Returns when there is none any more.</summary>
    public static async Task GoneAsync(string word)
    {
        while (Count(word) > 0)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Starts a program that sleeps, in a session of its own, under a number; null where the system does not let this be done.</summary>
    public static async Task<Process?> StartAsNumberAsync(int number, string sleep)
    {
        for (var tried = 0; tried < 500; tried++)
        {
            try
            {
                await File.WriteAllTextAsync(
                    "/proc/sys/kernel/ns_last_pid", (number - 1).ToString(CultureInfo.InvariantCulture), TestContext.Current.CancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }

            var process = Process.Start("setsid", ["sleep", sleep]);
            if (process.Id == number)
            {
                while (!(await File.ReadAllTextAsync($"/proc/{number}/comm", TestContext.Current.CancellationToken)).StartsWith("sleep", StringComparison.Ordinal))
                {
                    await Task.Yield();
                }

                return process;
            }

            process.Kill();
            process.Dispose();
        }

        return null;
    }

    private static string[] Read(string directory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, "cmdline")).Split('\0');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
