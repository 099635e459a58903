using System.Runtime.InteropServices;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Reliability.Workspaces;

/// <summary>
/// A workspace in which a folder <c>dir</c> becomes a link to a folder outside and a folder again, over and over, on a thread of its own.
/// </summary>
internal sealed class Swapper : IDisposable
{
    public const string Inside = "INSIDE";
    public const string Outside = "OUTSIDE";

    private const int AnyDirectory = -100;
    private const uint Exchange = 2;

    private readonly TemporaryDirectory _files;
    private readonly Thread _thread;
    private volatile bool _isStopped;
    private int _swaps;

    private Swapper(TemporaryDirectory files)
    {
        _files = files;
        Directory.CreateDirectory(files.File("ws/dir"));
        Directory.CreateDirectory(files.File("outside"));
        File.WriteAllText(files.File("ws/dir/f.txt"), Inside);
        File.WriteAllText(files.File("outside/f.txt"), Outside);
        Directory.CreateSymbolicLink(files.File("ws/link"), files.File("outside"));
        _thread = new Thread(SwapOverAndOver) { IsBackground = true };
    }

    /// <summary>The workspace.</summary>
    public string Root => _files.File("ws");

    public static Swapper Start()
    {
        var swapper = new Swapper(new TemporaryDirectory());
        swapper._thread.Start();
        return swapper;
    }

    /// <summary>Waits for the next swap, so that as many swaps as tries are made, however the threads are run.</summary>
    public void AwaitSwap()
    {
        var seen = Volatile.Read(ref _swaps);
        SpinWait.SpinUntil(() => Volatile.Read(ref _swaps) != seen || !_thread.IsAlive);
        Assert.True(_thread.IsAlive);
    }

    /// <summary>What is outside now: names and texts.</summary>
    public IEnumerable<string> LookOutside() =>
        Directory.EnumerateFileSystemEntries(_files.File("outside")).Select(path => $"{Path.GetFileName(path)}: {File.ReadAllText(path)}");

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
        _files.Dispose();
    }

    private void SwapOverAndOver()
    {
        var (dir, link) = (_files.File("ws/dir"), _files.File("ws/link"));

        // In one step, so that the folder is never missing; a swap that fails ends the thread, which the next wait notices.
        while (!_isStopped && Rename(AnyDirectory, dir, AnyDirectory, link, Exchange) == 0)
        {
            Interlocked.Increment(ref _swaps);
        }
    }

    [DllImport("libc", EntryPoint = "renameat2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(
        int fromDirectory,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string from,
        int toDirectory,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string to,
        uint flags);
}
