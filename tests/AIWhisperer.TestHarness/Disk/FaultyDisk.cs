namespace AIWhisperer.TestHarness.Disk;

/// <summary>
/// The disk under SQLite files, with faults: each hook is asked before the operation, on the thread that does it, and answers with a
/// code of <see cref="DiskFault"/>. A hook may block: then the disk is slow. Thread-safe.
/// </summary>
public sealed class FaultyDisk : IDisposable
{
    private static readonly Func<int> s_works = () => DiskFault.None;

    private volatile Func<int> _write = s_works;
    private volatile Func<int> _flush = s_works;
    private volatile Func<int> _open = s_works;

    /// <param name="directory">All SQLite files in it and below, opened from now on, are concerned.</param>
    public FaultyDisk(string directory)
    {
        Directory = directory;
        SqliteFileSystem.Add(this);
    }

    public string Directory { get; }

    public Func<int> Write
    {
        get => _write;
        set => _write = value;
    }

    public Func<int> Flush
    {
        get => _flush;
        set => _flush = value;
    }

    public Func<int> Open
    {
        get => _open;
        set => _open = value;
    }

    /// <summary>From now on everything works.</summary>
    public void Repair() => _write = _flush = _open = s_works;

    /// <summary>Files that are open keep their faults.</summary>
    public void Dispose() => SqliteFileSystem.Remove(this);
}
