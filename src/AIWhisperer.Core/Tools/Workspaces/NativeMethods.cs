using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>The calls of Linux that take the directory as an open handle. .NET has paths only.</summary>
internal static class NativeMethods
{
    public const int ReadOnly = 0x0;
    public const int WriteOnly = 0x1;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NoTerminal = 0x100;
    public const int Append = 0x400;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public const int SymlinkNoFollow = 0x100;
    public const int EmptyPath = 0x1000;
    public const uint BasicFacts = 0x7ff;

    private static readonly bool s_isArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64;

    /// <summary>Whether the numbers here are those of the system.</summary>
    public static bool AreKnown { get; } =
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    public static int Directory { get; } = s_isArm ? 0x4000 : 0x10000;

    public static int NoFollow { get; } = s_isArm ? 0x8000 : 0x20000;

    public static nint Statx { get; } = s_isArm ? 291 : 332;

    public static nint GetDirectoryEntries { get; } = s_isArm ? 61 : 217;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern SafeFileHandle Open(byte[] path, int flags, uint mode);

    [DllImport("libc", EntryPoint = "openat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern SafeFileHandle OpenAt(SafeFileHandle directory, byte[] name, int flags, uint mode);

    [DllImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int MakeDirectoryAt(SafeFileHandle directory, byte[] name, uint mode);

    [DllImport("libc", EntryPoint = "renameat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int RenameAt(SafeFileHandle fromDirectory, byte[] from, SafeFileHandle toDirectory, byte[] to);

    [DllImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int UnlinkAt(SafeFileHandle directory, byte[] name, int flags);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint Call(nint number, SafeFileHandle directory, byte[] name, nint flags, nint mask, byte[] facts);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint Call(nint number, SafeFileHandle directory, byte[] entries, nint size);
}
