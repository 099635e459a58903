using System.Globalization;
using System.Text.RegularExpressions;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>Searches files one after another and gathers the lines that fit. Not thread-safe.</summary>
internal sealed class PatternSearch(Regex pattern, int contextLines, int maxMatches, BoundedText text, CancellationToken cancellationToken)
{
    private const int MaxShown = 400;

    private bool _isFull;
    private int _filesWithMatches;
    private int _skipped;

    /// <summary>How many files were searched.</summary>
    public int Files { get; private set; }

    public int Matches { get; private set; }

    /// <summary>Searches a file, unless it is binary, too long or gone.</summary>
    /// <returns>Whether there is room for more.</returns>
    public bool Search(WorkspaceDirectory directory, string name)
    {
        try
        {
            using var file = directory.OpenFile(name);
            if (file.Facts.Length > FindPatternTool.MaxFileBytes || file.IsBinary())
            {
                _skipped++;
                return true;
            }

            Files++;
            var before = Matches;
            Search(new LineReader(file.Handle, FindPatternTool.MaxLineBytes, cancellationToken), WorkspacePath.Show(directory.PathOf(name)));
            _filesWithMatches += Matches > before ? 1 : 0;
        }
        catch (InvalidInputException)
        {
            _skipped++;
        }
        catch (RegexMatchTimeoutException)
        {
            throw new InvalidInputException(
                ErrorCodes.InvalidRequest, "pattern", "pattern takes too long to match. Give a simpler one, with fewer repetitions.");
        }

        return !_isFull;
    }

    /// <summary>The result, ended by what was searched.</summary>
    /// <param name="isCut">Whether some files were not come by.</param>
    public string Conclude(bool isCut)
    {
        var more = (_isFull, isCut) switch
        {
            (true, _) => "; there are more: narrow the pattern or the files",
            (_, true) => string.Create(CultureInfo.InvariantCulture, $"; cut after {WorkspaceWalk.MaxEntries} entries: search a folder below"),
            _ => "",
        };
        return text.EndWith(string.Create(
            CultureInfo.InvariantCulture,
            $"{Matches} matches in {_filesWithMatches} of {Files} files; {_skipped} skipped as binary, longer than 16 MB or closed{more}"));
    }

    private void Search(LineReader lines, string path)
    {
        var before = new Queue<string>();
        var after = 0;
        var lastShown = 0;
        while (!_isFull && lines.TryRead())
        {
            var line = lines.Text.TrimEnd('\r');
            if (pattern.IsMatch(line))
            {
                _isFull = Matches == maxMatches || !ShowMatch(line);
                continue;
            }

            if (after > 0)
            {
                after--;
                _isFull = !Show(line, '-', lines.Number);
            }
            else if (contextLines > 0)
            {
                if (before.Count == contextLines)
                {
                    before.Dequeue();
                }

                before.Enqueue(line);
            }
        }

        bool ShowMatch(string line)
        {
            var first = lines.Number - before.Count;
            var isApart = contextLines > 0 && lastShown > 0 && first > lastShown + 1;
            if (isApart && !text.TryAdd("--"))
            {
                return false;
            }

            for (var number = first; before.TryDequeue(out var earlier); number++)
            {
                if (!Show(earlier, '-', number))
                {
                    return false;
                }
            }

            after = contextLines;
            if (!Show(line, ':', lines.Number))
            {
                return false;
            }

            Matches++;
            return true;
        }

        bool Show(string line, char mark, int number)
        {
            lastShown = number;
            var shown = line.Length <= MaxShown ? line : line[..MaxShown] + "…";
            return text.TryAdd(string.Create(CultureInfo.InvariantCulture, $"{path}{mark}{number}{mark} {shown}"));
        }
    }
}
