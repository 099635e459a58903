namespace AIWhisperer.TestHarness.Disk;

/// <summary>What an operation of the disk can answer, in SQLite's codes.</summary>
public static class DiskFault
{
    public const int None = 0;

    /// <summary>What SQLite makes of EIO on a flush.</summary>
    public const int FlushFailed = 10 | (4 << 8);

    /// <summary>What SQLite makes of EIO on a write.</summary>
    public const int WriteFailed = 10 | (3 << 8);

    /// <summary>What SQLite makes of ENOSPC.</summary>
    public const int Full = 13;

    /// <summary>What SQLite makes of EACCES.</summary>
    public const int CannotOpen = 14;
}
