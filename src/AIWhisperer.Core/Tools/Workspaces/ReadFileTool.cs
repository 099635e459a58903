using System.ComponentModel;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>The tool <c>read_file</c>.</summary>
internal sealed class ReadFileTool(WorkspaceRoots roots, int maxResultBytes)
{
    public const string Name = "read_file";

    public AIFunction Function => AIFunctionFactory.Create(
        Read,
        Name,
        "Reads a text file of the workspace, whole or from one line to another. Of a long file it gives the first part, in whole lines, "
            + "and says where to read on.");

    private string Read(
        [Description("The file, relative to the workspace, such as src/main.cs.")] string path,
        AIFunctionArguments arguments,
        CancellationToken cancellationToken,
        [Description("The first line to read, from 1.")] int start_line = 1,
        [Description("The last line to read; leave it out to read to the end.")] int? end_line = null)
    {
        var target = WorkspacePath.ParseFile(path);
        if (start_line < 1)
        {
            throw new InvalidInputException(ErrorCodes.InvalidRequest, "start_line", "start_line is below 1. Lines are counted from 1.");
        }

        if (end_line < start_line)
        {
            throw new InvalidInputException(ErrorCodes.InvalidRequest, "end_line", "end_line lies before start_line. Give a later line.");
        }

        using var directory = roots.Open(arguments.Session(), target.Folders);
        using var file = directory.OpenFile(target.Name);
        if (file.IsBinary())
        {
            throw WorkspaceFault.Invalid(path, $"is a binary file of {Number(file.Facts.Length)} bytes, and only text can be read. Choose another file");
        }

        return Show(new LineReader(file.Handle, maxResultBytes, cancellationToken), start_line, end_line ?? int.MaxValue);
    }

    private string Show(LineReader lines, int first, int last)
    {
        var text = new BoundedText(maxResultBytes);
        while (lines.Number < last && lines.TryRead())
        {
            if (lines.Number < first)
            {
                continue;
            }

            if (!lines.IsCut && text.TryAddRaw(lines.HasBreak ? lines.Text + '\n' : lines.Text))
            {
                continue;
            }

            if (!text.IsEmpty)
            {
                return text.EndWith($"cut before line {lines.Number}: read on with start_line {lines.Number}");
            }

            // Not even one line fits.
            text.TryAddRaw(Beginning(lines.Line, text.Left));
            return text.EndWith($"line {lines.Number} is too long: this is its beginning; read on with start_line {lines.Number + 1}");
        }

        return (text.IsEmpty, lines.Number) switch
        {
            (false, _) => text.ToString(),
            (_, 0) => text.EndWith("the file is empty"),
            _ => text.EndWith($"the file has {lines.Number} lines only"),
        };
    }

    private static string Beginning(ReadOnlySpan<byte> line, int maxBytes)
    {
        // What is no UTF-8 takes up to three bytes each when it is shown, and no character is split.
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, maxBytes)]).TrimEnd('\uFFFD');
        var encoder = Encoding.UTF8.GetEncoder();
        encoder.Convert(text, new byte[maxBytes], flush: false, out var used, out _, out _);
        return text[..used];
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
