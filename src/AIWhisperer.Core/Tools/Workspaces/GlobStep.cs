namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>A part of a <see cref="Glob"/>.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Character">Of <see cref="GlobStepKind.Character"/>.</param>
/// <param name="Set">Of <see cref="GlobStepKind.Set"/>.</param>
internal readonly record struct GlobStep(GlobStepKind Kind, char Character = '\0', GlobSet? Set = null)
{
    /// <summary>Whether it stands for any number of characters, also none.</summary>
    public bool Repeats => Kind is GlobStepKind.Star or GlobStepKind.Folders or GlobStepKind.Everything;

    public bool Takes(char c) => Kind switch
    {
        GlobStepKind.Character => c == Character,
        GlobStepKind.Set => Set!.Has(c),
        GlobStepKind.Any or GlobStepKind.Star => c != '/',
        _ => true,
    };
}
