using System.ComponentModel;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Win32.SafeHandles;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>The tool <c>write_file</c>.</summary>
internal sealed class WriteFileTool(WorkspaceRoots roots)
{
    public const string Name = "write_file";

    /// <summary>The most that one call writes, in bytes of UTF-8.</summary>
    public const int MaxContentBytes = 1_048_576;

    /// <summary>The longest that a file may become by appending, in bytes.</summary>
    public const int MaxAppendedBytes = 16 * 1_048_576;

    public AIFunction Function => AIFunctionFactory.Create(
        Write,
        Name,
        "Writes a text file of the workspace, at most 1 MB at once, and makes the folders that lead to it.");

    private string Write(
        [Description("The file, relative to the workspace, such as notes/today.md.")] string path,
        [Description("The text to write.")] string content,
        AIFunctionArguments arguments,
        [Description("create: the file must not be there yet; overwrite: replaces one that is; append: adds to its end.")]
        WriteMode mode = WriteMode.Create)
    {
        var target = WorkspacePath.ParseFile(path);
        if (target.Segments.Contains(".git", StringComparer.OrdinalIgnoreCase))
        {
            throw WorkspaceFault.Invalid(path, "lies in a folder .git, which holds programs that git runs. Write elsewhere");
        }

        var bytes = Encoding.UTF8.GetBytes(content);
        if (bytes.Length > MaxContentBytes)
        {
            throw new InvalidInputException(
                ErrorCodes.TooLarge, "content", $"content has {Number(bytes.Length)} bytes and may have {Number(MaxContentBytes)}. Write it in parts with mode 'append'.");
        }

        using var directory = roots.Open(arguments.Session(), target.Folders, make: true);
        return Put(directory, target, bytes, mode);
    }

    private static string Put(WorkspaceDirectory directory, WorkspacePath target, byte[] bytes, WriteMode mode)
    {
        if (mode == WriteMode.Create || directory.Find(target.Name) is not { } there)
        {
            Create(directory, target.Name, bytes);
            return $"Created {target} ({Number(bytes.Length)} bytes).";
        }

        if (mode == WriteMode.Overwrite)
        {
            Replace(directory, target.Name, there, bytes);
            return $"Replaced {target} ({Number(bytes.Length)} bytes).";
        }

        return $"Appended to {target}, which has {Number(Append(directory, target.Name, bytes))} bytes now.";
    }

    private static void Create(WorkspaceDirectory directory, string name, byte[] bytes)
    {
        using var file = directory.CreateFile(name);
        try
        {
            Fill(file.Handle, bytes, directory.PathOf(name));
        }
        catch
        {
            directory.Delete(name);
            throw;
        }
    }

    // Readers see the old text or the new, and a crash leaves one of them: the new one takes the name when it is complete.
    private static void Replace(WorkspaceDirectory directory, string name, FileFacts there, byte[] bytes)
    {
        if (there.Kind != FileKind.File)
        {
            throw WorkspaceFault.OfKind(there.Kind, directory.PathOf(name));
        }

        if (there.Links > 1)
        {
            throw WorkspaceFault.HasOtherNames(directory.PathOf(name));
        }

        var temporary = $".{Guid.NewGuid():N}.tmp";
        using var file = directory.CreateFile(temporary);
        try
        {
            Fill(file.Handle, bytes, directory.PathOf(name));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file.Handle, there.Mode);
            }

            directory.Replace(name, by: temporary);
        }
        catch
        {
            directory.Delete(temporary);
            throw;
        }
    }

    private static long Append(WorkspaceDirectory directory, string name, byte[] bytes)
    {
        using var file = directory.OpenForAppend(name);
        var length = file.Facts.Length + bytes.Length;
        if (length > MaxAppendedBytes)
        {
            throw WorkspaceFault.Invalid(
                directory.PathOf(name), $"would grow beyond {Number(MaxAppendedBytes)} bytes. Go on in a new file");
        }

        Fill(file.Handle, bytes, directory.PathOf(name));
        return length;
    }

    private static void Fill(SafeFileHandle file, byte[] bytes, string path)
    {
        try
        {
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
        }
        catch (IOException)
        {
            throw WorkspaceFault.Invalid(path, "could not be written whole: the disk is full or fails. Do not try again before that is mended");
        }
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
