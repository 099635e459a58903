using System.Diagnostics.CodeAnalysis;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>
/// A walk through a folder and those below it, by name, without what <see cref="IgnoreRules"/> leave out. Links are seen, but not
/// followed. It ends at a number of entries and at a depth. Can be walked once; not thread-safe.
/// </summary>
[SuppressMessage("Reliability", "CA2000", Justification = "Directories pass to the levels, which the walk closes.")]
internal sealed class WorkspaceWalk(WorkspaceRoots roots, IToolSession session, WorkspacePath from, int maxDepth)
{
    /// <summary>The most entries that are seen.</summary>
    public const int MaxEntries = 50_000;

    /// <summary>The deepest that a walk may go.</summary>
    public const int DeepestDepth = 32;

    private int _left = MaxEntries;

    /// <summary>Whether it ended before all was seen, other than by its depth.</summary>
    public bool IsCut => _left < 0;

    public IEnumerable<WalkedEntry> Entries(CancellationToken cancellationToken)
    {
        var levels = new Stack<Level>();
        try
        {
            levels.Push(Start(cancellationToken));
            while (levels.TryPeek(out var level))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!level.Names.TryDequeue(out var entry))
                {
                    levels.Pop().Directory.Dispose();
                    continue;
                }

                yield return new WalkedEntry(level.Directory, entry, levels.Count);
                if (entry.Kind == FileKind.Directory && levels.Count < maxDepth && Enter(level, entry.Name, cancellationToken) is { } below)
                {
                    levels.Push(below);
                }
            }
        }
        finally
        {
            foreach (var level in levels)
            {
                level.Directory.Dispose();
            }
        }
    }

    private Level Start(CancellationToken cancellationToken)
    {
        var directory = roots.Open(session);
        var rules = IgnoreRules.None;
        try
        {
            foreach (var folder in from.Segments)
            {
                rules = rules.With(directory, cancellationToken);
                directory = directory.GoTo(folder);
            }

            return Read(directory, rules, cancellationToken);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    private Level? Enter(Level level, string name, CancellationToken cancellationToken)
    {
        WorkspaceDirectory? directory = null;
        try
        {
            directory = level.Directory.OpenDirectory(name);
            return Read(directory, level.Rules, cancellationToken);
        }
        catch (InvalidInputException)
        {
            // It went away or became something else meanwhile, or the server may not open it.
            directory?.Dispose();
            return null;
        }
        catch
        {
            directory?.Dispose();
            throw;
        }
    }

    private Level Read(WorkspaceDirectory directory, IgnoreRules above, CancellationToken cancellationToken)
    {
        var rules = above.With(directory, cancellationToken);
        return new Level(directory, List(directory, rules, cancellationToken), rules);
    }

    private Queue<WorkspaceEntry> List(WorkspaceDirectory directory, IgnoreRules rules, CancellationToken cancellationToken)
    {
        var entries = new List<WorkspaceEntry>();
        foreach (var entry in directory.List())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (rules.Ignore(directory.PathOf(entry.Name), entry.Kind == FileKind.Directory))
            {
                continue;
            }

            if (--_left < 0)
            {
                break;
            }

            entries.Add(entry);
        }

        return new Queue<WorkspaceEntry>(entries.OrderBy(entry => entry.Name, StringComparer.Ordinal));
    }

    private sealed record Level(WorkspaceDirectory Directory, Queue<WorkspaceEntry> Names, IgnoreRules Rules);
}
