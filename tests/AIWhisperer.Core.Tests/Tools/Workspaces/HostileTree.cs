using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AIWhisperer.Core.Tests.Tools.Workspaces;

/// <summary>A workspace full of ways out, and what lies outside of it.</summary>
internal static class HostileTree
{
    /// <summary>Stands in every file outside; nothing inside has it.</summary>
    public const string Secret = "THE-SECRET-OUTSIDE";

    private const uint CharacterDevice = 0x2000 | 0x1B6;
    private const ulong ZeroDevice = (1 << 8) | 5;

    public static void Plant(FileTools tools)
    {
        tools.Put("ws/inside.txt", "inside\n");
        tools.Put("ws/dir/inner.txt", "inner\n");
        foreach (var outside in (string[])["outside/secret.txt", "outside/deep/secret.txt", "ws-evil/secret.txt", "secret.txt", "WS/secret.txt"])
        {
            tools.Put(outside, Secret);
        }

        Link("ws/link-file", "../outside/secret.txt");
        Link("ws/link-dir", "../outside");
        Link("ws/link-abs", tools.Host("outside"));
        Link("ws/link-chain", "link-dir");
        Link("ws/link-self", "link-self");
        Link("ws/link-dangling", "../outside/new.txt");
        Link("ws/link-inside", "dir");
        Link("ws/link-proc", "/proc/self/root");
        Link("ws/dir/link-up", "../..");
        Link("ws/dir/link-twin", "../../ws-evil");
        Link("ws/.gitignore", "../outside/secret.txt");
        Assert.Equal(0, MakePipe(tools.Host("ws/pipe"), 0x1B6));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(tools.Host("ws/socket")));

        // Only root can make a device; a test that is not root goes without.
        _ = MakeNode(tools.Host("ws/device"), CharacterDevice, ZeroDevice);

        void Link(string path, string target) => File.CreateSymbolicLink(tools.Host(path), target);
    }

    /// <summary>Every path outside the workspace, with its text.</summary>
    public static IReadOnlyList<string> Outside(FileTools tools) =>
    [
        .. Directory.EnumerateFileSystemEntries(tools.Top)
            .Where(path => path != tools.Host("ws"))
            .SelectMany(path => Directory.Exists(path)
                ? Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories).Prepend(path)
                : [path])
            .Select(path => File.Exists(path) ? $"{path}: {File.ReadAllText(path)}" : path)
            .Order(StringComparer.Ordinal),
    ];

    public static void HardLink(string target, string path) => Assert.Equal(0, MakeHardLink(target, path));

    [DllImport("libc", EntryPoint = "link")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeHardLink([MarshalAs(UnmanagedType.LPUTF8Str)] string target, [MarshalAs(UnmanagedType.LPUTF8Str)] string path);

    [DllImport("libc", EntryPoint = "mkfifo")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);

    [DllImport("libc", EntryPoint = "mknod")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeNode([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode, ulong device);
}
