namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>What a part of a <see cref="Glob"/> stands for.</summary>
internal enum GlobStepKind
{
    /// <summary>Itself.</summary>
    Character,

    /// <summary><c>[a-z]</c>: one character of a set.</summary>
    Set,

    /// <summary><c>?</c>: one character of a name.</summary>
    Any,

    /// <summary><c>*</c>: any part of a name.</summary>
    Star,

    /// <summary><c>**/</c>: any folders.</summary>
    Folders,

    /// <summary>The <c>**</c> at the end: all that lies below.</summary>
    Everything,
}
