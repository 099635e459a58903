using System.Buffers.Binary;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>What is known of a file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Links">Under how many names it can be reached.</param>
/// <param name="Mode">Who may do what with it.</param>
internal readonly record struct FileFacts(FileKind Kind, long Length, uint Links, UnixFileMode Mode)
{
    /// <summary>The size of what <see cref="Read"/> reads.</summary>
    public const int Size = 256;

    private const int KindBits = 0xF000;
    private const int PermissionBits = 0x1FF;

    /// <summary>From the system's <c>struct statx</c>, which is the same on every architecture.</summary>
    public static FileFacts Read(ReadOnlySpan<byte> statx)
    {
        var mode = BinaryPrimitives.ReadUInt16LittleEndian(statx[28..]);
        var kind = (mode & KindBits) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Directory,
            0xA000 => FileKind.Link,
            _ => FileKind.Other,
        };
        return new FileFacts(
            kind,
            BinaryPrimitives.ReadInt64LittleEndian(statx[40..]),
            BinaryPrimitives.ReadUInt32LittleEndian(statx[16..]),
            (UnixFileMode)(mode & PermissionBits));
    }
}
