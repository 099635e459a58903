using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>The tool <c>workspace_stats</c>.</summary>
internal sealed class WorkspaceStatsTool(WorkspaceRoots roots, int maxResultBytes)
{
    public const string Name = "workspace_stats";

    private const int FilesPerReport = 100;
    private const int LargestShown = 10;
    private const int MostExtensions = 50;
    private const int MaxLineBytes = 1;

    /// <summary>The most that is read to count lines, in bytes.</summary>
    private const long MaxBytesRead = 256 * 1_048_576;

    public AIFunction Function => AIFunctionFactory.Create(
        Measure,
        Name,
        "Counts the files, bytes and lines of the workspace by extension, and names the largest files. What .gitignore leaves out does not "
            + "count, nor do the lines of binary files.");

    private string Measure(
        AIFunctionArguments arguments,
        CancellationToken cancellationToken,
        [Description("The folder to measure, relative to the workspace.")] string path = ".")
    {
        var walk = new WorkspaceWalk(roots, arguments.Session(), WorkspacePath.Parse(path), WorkspaceWalk.DeepestDepth);
        var (folders, files, read) = (0, new List<Measured>(), 0L);
        foreach (var walked in walk.Entries(cancellationToken))
        {
            folders += walked.Entry.Kind == FileKind.Directory ? 1 : 0;
            if (walked.Entry.Kind != FileKind.File || MeasureFile(walked, MaxBytesRead - read, cancellationToken) is not { } measured)
            {
                continue;
            }

            files.Add(measured);
            read += measured.Lines is null ? 0 : measured.Bytes;
            if (files.Count % FilesPerReport == 0)
            {
                arguments.Progress().Report(new ToolProgress($"{files.Count} files measured", files.Count));
            }
        }

        return Show(folders, files, walk.IsCut);
    }

    private static Measured? MeasureFile(WalkedEntry walked, long mayRead, CancellationToken cancellationToken)
    {
        try
        {
            using var file = walked.Directory.OpenFile(walked.Entry.Name);
            var extension = Path.GetExtension(walked.Entry.Name);
            int? lines = file.Facts.Length > mayRead || file.IsBinary() ? null : CountLines(file, cancellationToken);
            return new Measured(walked.Path, extension.Length == 0 ? "none" : extension, file.Facts.Length, lines);
        }
        catch (InvalidInputException)
        {
            // It went away meanwhile, or the server may not open it.
            return null;
        }
    }

    private static int CountLines(WorkspaceFile file, CancellationToken cancellationToken)
    {
        var lines = new LineReader(file.Handle, MaxLineBytes, cancellationToken);
        while (lines.TryRead())
        {
        }

        return lines.Number;
    }

    private string Show(int folders, List<Measured> files, bool isCut)
    {
        var text = new BoundedText(maxResultBytes);
        Add($"files: {files.Count:N0}, folders: {folders:N0}, {Sums(files)}");
        if (isCut)
        {
            Add($"not complete: cut after {WorkspaceWalk.MaxEntries:N0} entries");
        }

        if (files.Any(file => file.Lines is null))
        {
            Add($"lines were not counted in {files.Count(file => file.Lines is null):N0} files, which are binary or beyond 256 MB in all");
        }

        Add($"by extension:");
        foreach (var group in files.GroupBy(file => file.Extension).OrderByDescending(group => group.Sum(file => file.Bytes)).Take(MostExtensions))
        {
            Add($"  {WorkspacePath.Show(group.Key)}: {group.Count():N0} files, {Sums([.. group])}");
        }

        Add($"largest:");
        foreach (var file in files.OrderByDescending(file => file.Bytes).Take(LargestShown))
        {
            Add($"  {WorkspacePath.Show(file.Path)}: {file.Bytes:N0} bytes");
        }

        return text.ToString();

        void Add(FormattableString line) => text.TryAdd(line.ToString(CultureInfo.InvariantCulture));
    }

    private static string Sums(IReadOnlyCollection<Measured> files) => string.Create(
        CultureInfo.InvariantCulture, $"{files.Sum(file => file.Bytes):N0} bytes, {files.Sum(file => file.Lines ?? 0):N0} lines");

    private sealed record Measured(string Path, string Extension, long Bytes, int? Lines);
}
