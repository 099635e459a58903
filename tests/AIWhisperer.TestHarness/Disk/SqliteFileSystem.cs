using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AIWhisperer.TestHarness.Disk;

/// <summary>
/// Steps between SQLite and the system's files. SQLite calls files through a table of functions in each of them; the files of a
/// <see cref="FaultyDisk"/> are given a copy of it in which closing, writing and flushing come here first.
/// </summary>
internal static unsafe partial class SqliteFileSystem
{
    // Places in the C structures sqlite3_vfs and sqlite3_io_methods, counted in pointers.
    private const int OpenInSystem = 5;
    private const int CloseInMethods = 1;
    private const int WriteInMethods = 3;
    private const int FlushInMethods = 5;
    private const int Methods = 19;

    private static readonly ConcurrentDictionary<FaultyDisk, string> s_disks = [];
    private static readonly ConcurrentDictionary<nint, OpenFile> s_files = [];
    private static readonly ConcurrentDictionary<nint, nint> s_tables = [];
    private static readonly delegate* unmanaged[Cdecl]<nint, byte*, nint*, int, int*, int> s_open = Install();

    public static void Add(FaultyDisk disk) => s_disks[disk] = disk.Directory + Path.DirectorySeparatorChar;

    public static void Remove(FaultyDisk disk) => s_disks.TryRemove(disk, out _);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint* FindSystem(byte* name);

    private static delegate* unmanaged[Cdecl]<nint, byte*, nint*, int, int*, int> Install()
    {
        var system = FindSystem(null);
        var open = system[OpenInSystem];
        system[OpenInSystem] = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, nint*, int, int*, int>)&OpenFaulty;
        return (delegate* unmanaged[Cdecl]<nint, byte*, nint*, int, int*, int>)open;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OpenFaulty(nint system, byte* name, nint* file, int flags, int* flagsOut)
    {
        var disk = Marshal.PtrToStringUTF8((nint)name) is { } path
            ? s_disks.FirstOrDefault(entry => path.StartsWith(entry.Value, StringComparison.Ordinal)).Key
            : null;
        var code = disk?.Open() ?? DiskFault.None;
        if (code == DiskFault.None)
        {
            code = s_open(system, name, file, flags, flagsOut);
            if (code == DiskFault.None && disk is not null)
            {
                s_files[(nint)file] = new OpenFile(disk, *file);
                *file = s_tables.GetOrAdd(*file, WithFaults);
            }
        }
        else
        {
            // No functions: SQLite does not close what was not opened.
            *file = 0;
        }

        return code;
    }

    private static nint WithFaults(nint original)
    {
        var table = (nint*)NativeMemory.Alloc(Methods, (nuint)sizeof(nint));
        new ReadOnlySpan<nint>((void*)original, Methods).CopyTo(new Span<nint>(table, Methods));
        table[CloseInMethods] = (nint)(delegate* unmanaged[Cdecl]<nint*, int>)&CloseFaulty;
        table[WriteInMethods] = (nint)(delegate* unmanaged[Cdecl]<nint*, byte*, int, long, int>)&WriteFaulty;
        table[FlushInMethods] = (nint)(delegate* unmanaged[Cdecl]<nint*, int, int>)&FlushFaulty;
        return (nint)table;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CloseFaulty(nint* file)
    {
        s_files.TryRemove((nint)file, out var open);
        *file = open.Methods;
        return ((delegate* unmanaged[Cdecl]<nint*, int>)((nint*)open.Methods)[CloseInMethods])(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int WriteFaulty(nint* file, byte* data, int length, long offset)
    {
        var open = s_files[(nint)file];
        var code = open.Disk.Write();
        return code != DiskFault.None
            ? code
            : ((delegate* unmanaged[Cdecl]<nint*, byte*, int, long, int>)((nint*)open.Methods)[WriteInMethods])(file, data, length, offset);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FlushFaulty(nint* file, int flags)
    {
        var open = s_files[(nint)file];
        var code = open.Disk.Flush();
        return code != DiskFault.None
            ? code
            : ((delegate* unmanaged[Cdecl]<nint*, int, int>)((nint*)open.Methods)[FlushInMethods])(file, flags);
    }

    private readonly record struct OpenFile(FaultyDisk Disk, nint Methods);
}
