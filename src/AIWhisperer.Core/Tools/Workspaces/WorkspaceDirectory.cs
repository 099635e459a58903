using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using static AIWhisperer.Core.Tools.Workspaces.NativeMethods;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>
/// A directory that is held open. Everything in it is reached from the handle, one name at a time and never through a link, so that
/// no renaming meanwhile can lead elsewhere: a path is only walked, never looked up again. Not thread-safe.
/// </summary>
[SuppressMessage("Reliability", "CA2000", Justification = "Handles pass to the directory or file that is returned.")]
internal sealed class WorkspaceDirectory : IDisposable
{
    private const uint NewFileMode = 0x1B6;
    private const uint NewDirectoryMode = 0x1FF;
    private const int ListingBytes = 32_768;

    private readonly SafeFileHandle _handle;

    private WorkspaceDirectory(SafeFileHandle handle, string path) => (_handle, Path) = (handle, path);

    /// <summary>Whether directories can be held open on this system.</summary>
    public static bool IsSupported => AreKnown;

    /// <summary>The path below the workspace's root, which has an empty one.</summary>
    public string Path { get; }

    /// <summary>Opens a workspace's root, by links too.</summary>
    public static WorkspaceDirectory OpenRoot(string fullPath) =>
        new WorkspaceDirectory(Check(NativeMethods.Open(Bytes(fullPath), ReadOnly | NativeMethods.Directory | CloseOnExec, 0), "."), "");

    /// <summary>The same directory as the root of its paths. It takes the handle over.</summary>
    public WorkspaceDirectory AsRoot() => new(_handle, "");

    /// <summary>The path of something in it.</summary>
    public string PathOf(string name) => Path.Length == 0 ? name : $"{Path}/{name}";

    public WorkspaceDirectory OpenDirectory(string name)
    {
        try
        {
            return new WorkspaceDirectory(
                Check(OpenAt(_handle, Bytes(name), ReadOnly | NativeMethods.Directory | NoFollow | CloseOnExec, 0), PathOf(name)), PathOf(name));
        }
        catch (InvalidInputException) when (Find(name) is { Kind: not FileKind.Directory } other)
        {
            // The system says of a link, too, that it is no directory.
            throw WorkspaceFault.OfKind(other.Kind, PathOf(name));
        }
    }

    /// <summary>Goes on to a folder in it: this one is closed, whether that can be opened or not.</summary>
    public WorkspaceDirectory GoTo(string name, bool make = false)
    {
        using (this)
        {
            return make ? OpenOrMakeDirectory(name) : OpenDirectory(name);
        }
    }

    /// <summary>Opens a file to be read.</summary>
    public WorkspaceFile OpenFile(string name) => OpenExisting(name, ReadOnly);

    /// <summary>Opens a file that is there to be written at its end. One with further names is refused: they may lie elsewhere.</summary>
    public WorkspaceFile OpenForAppend(string name) => CheckSingle(OpenExisting(name, WriteOnly | Append), name);

    /// <summary>Makes a file that was not there.</summary>
    public WorkspaceFile CreateFile(string name) =>
        Open(name, WriteOnly | Create | Exclusive | NoFollow | CloseOnExec);

    /// <summary>Puts a file of this directory in the place of another of it, in one step.</summary>
    public void Replace(string name, string by)
    {
        if (RenameAt(_handle, Bytes(by), _handle, Bytes(name)) != 0)
        {
            throw Fault(PathOf(name));
        }
    }

    /// <summary>Removes a file, when it is there.</summary>
    public void Delete(string name) => _ = UnlinkAt(_handle, Bytes(name), 0);

    /// <summary>What stands under the name; null when nothing does.</summary>
    public FileFacts? Find(string name)
    {
        var facts = new byte[FileFacts.Size];
        return Call(Statx, _handle, Bytes(name), SymlinkNoFollow, (nint)BasicFacts, facts) == 0
            ? FileFacts.Read(facts)
            : Marshal.GetLastPInvokeError() == WorkspaceFault.NotFound ? null : throw Fault(PathOf(name));
    }

    /// <summary>The names in it, in the system's order; can be listed once.</summary>
    public IEnumerable<WorkspaceEntry> List()
    {
        var buffer = new byte[ListingBytes];
        while (true)
        {
            var size = (int)Call(GetDirectoryEntries, _handle, buffer, buffer.Length);
            if (size < 0)
            {
                throw Fault(Path.Length == 0 ? "." : Path);
            }

            if (size == 0)
            {
                yield break;
            }

            // struct linux_dirent64: inode and offset of 8 bytes each, the record's length, the type, the name.
            for (var at = 0; at < size; at += BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + 16)))
            {
                var bytes = buffer.AsSpan(at + 19);
                var name = Encoding.UTF8.GetString(bytes[..bytes.IndexOf((byte)0)]);
                if (name is not ("." or ".."))
                {
                    yield return new WorkspaceEntry(name, KindOf(buffer[at + 18], name));
                }
            }
        }
    }

    public void Dispose() => _handle.Dispose();

    private WorkspaceDirectory OpenOrMakeDirectory(string name) =>
        MakeDirectoryAt(_handle, Bytes(name), NewDirectoryMode) == 0 || Marshal.GetLastPInvokeError() == WorkspaceFault.Exists
            ? OpenDirectory(name)
            : throw Fault(PathOf(name));

    private FileKind KindOf(byte type, string name) => WorkspacePath.FindFault(name) is not null
        ? FileKind.Other
        : type switch
        {
            0 => Find(name)?.Kind ?? FileKind.Other,
            4 => FileKind.Directory,
            8 => FileKind.File,
            10 => FileKind.Link,
            _ => FileKind.Other,
        };

    // A pipe would block the one who opens it, and a terminal could become the server's own.
    private WorkspaceFile OpenExisting(string name, int flags)
    {
        var file = Open(name, flags | NoFollow | NonBlocking | NoTerminal | CloseOnExec);
        if (file.Facts.Kind == FileKind.File)
        {
            return file;
        }

        file.Dispose();
        throw WorkspaceFault.OfKind(file.Facts.Kind, PathOf(name));
    }

    private WorkspaceFile Open(string name, int flags)
    {
        var handle = Check(OpenAt(_handle, Bytes(name), flags, NewFileMode), PathOf(name));
        try
        {
            return new WorkspaceFile(handle, Facts(handle, name));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private WorkspaceFile CheckSingle(WorkspaceFile file, string name)
    {
        if (file.Facts.Links == 1)
        {
            return file;
        }

        file.Dispose();
        throw WorkspaceFault.HasOtherNames(PathOf(name));
    }

    private FileFacts Facts(SafeFileHandle handle, string name)
    {
        var facts = new byte[FileFacts.Size];
        return Call(Statx, handle, [0], EmptyPath, (nint)BasicFacts, facts) == 0 ? FileFacts.Read(facts) : throw Fault(PathOf(name));
    }

    private static byte[] Bytes(string name) => Encoding.UTF8.GetBytes(name + '\0');

    private static SafeFileHandle Check(SafeFileHandle handle, string path) => handle.IsInvalid ? throw Fault(path) : handle;

    private static InvalidInputException Fault(string path) => WorkspaceFault.Of(Marshal.GetLastPInvokeError(), path);
}
