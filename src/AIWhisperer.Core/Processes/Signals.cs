using System.Runtime.InteropServices;

namespace AIWhisperer.Core.Processes;

/// <summary>Sends signals to processes, on Linux.</summary>
internal static class Signals
{
    public const int Kill = 9;

    public const int Terminate = 15;

    /// <summary>Sends the signal to a process, or with a negative number to a group. One that is gone is none the worse for it.</summary>
    public static void Send(int process, int signal) => _ = SendSignal(process, signal);

    [DllImport("libc", EntryPoint = "kill", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
