using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>
/// A path below the workspace's root, as names of folders and a last name. It is checked, but says nothing about what is there. Names
/// that another system would read as something else are refused on each, so that a path means the same everywhere.
/// </summary>
/// <param name="Segments">The names; none of them is empty, <c>.</c> or <c>..</c>.</param>
internal sealed record WorkspacePath(ImmutableArray<string> Segments)
{
    private const int MaxPathBytes = 1_024;
    private const int MaxNameBytes = 255;
    private const int MaxShown = 200;

    private static readonly Encoding s_strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SearchValues<char> s_separators = SearchValues.Create("\\:");
    private static readonly string[] s_devices =
        ["con", "prn", "aux", "nul", "conin$", "conout$", .. "0123456789¹²³".SelectMany(digit => (string[])[$"com{digit}", $"lpt{digit}"])];

    /// <summary>Whether it is the workspace's root.</summary>
    public bool IsRoot => Segments.IsEmpty;

    /// <summary>The last name. The root has none.</summary>
    public string Name => Segments[^1];

    /// <summary>The folders that lead to the last name.</summary>
    public IEnumerable<string> Folders => Segments.Take(Segments.Length - 1);

    /// <exception cref="InvalidInputException">It cannot be a path below the root; the message names <c>path</c> and the remedy.</exception>
    public static WorkspacePath Parse(string path)
    {
        if (path.StartsWith('/'))
        {
            throw Invalid(path, "is absolute. Give a path relative to the workspace, such as src/main.cs");
        }

        var segments = path.Split('/').Where(segment => segment.Length > 0 && segment != ".").ToImmutableArray();
        var fault = segments.Select(FindFault).FirstOrDefault(fault => fault is not null);
        if (fault is not null)
        {
            throw Invalid(path, fault);
        }

        return Encoding.UTF8.GetByteCount(path) <= MaxPathBytes
            ? new WorkspacePath(segments)
            : throw Invalid(path, $"is longer than {MaxPathBytes} bytes. Give a shorter path");
    }

    /// <summary>The same, of something that has a name: not the root itself.</summary>
    /// <exception cref="InvalidInputException">It is the root, or cannot be a path below it.</exception>
    public static WorkspacePath ParseFile(string path) =>
        Parse(path) is { IsRoot: false } parsed ? parsed : throw Invalid(path, "names no file. Give the path of a file, such as src/main.cs");

    /// <summary>Of a path below this one, what follows this one.</summary>
    public string RelativeOf(string path) => IsRoot ? path : path[(ToString().Length + 1)..];

    /// <summary>What is wrong with a name, with the remedy; null when it can be used.</summary>
    public static string? FindFault(string name) => name switch
    {
        "" or "." or ".." => "has the part '..'. Give a path below the workspace without it; nothing outside can be reached",
        _ when name.Any(IsInvisible) => "has a character that cannot be seen, such as NUL or a line break. Leave it out",
        _ when !IsText(name) => "is not text that a file can be named by. Give a path in valid Unicode",
        _ when name.AsSpan().ContainsAny(s_separators) => "has a '\\' or ':' in it. Put '/' between folders, and give no drive",
        _ when name[^1] is '.' or ' ' => "has a name that ends in a dot or a space. Leave it out",
        _ when Encoding.UTF8.GetByteCount(name) > MaxNameBytes => $"has a name longer than {MaxNameBytes} bytes. Give a shorter one",
        _ when IsDevice(name) => "has a name that is a device on Windows. Give another name",
        _ => null,
    };

    /// <summary>A path as a message may quote it: short, and of visible characters.</summary>
    public static string Show(string path)
    {
        var visible = string.Concat(path.Take(MaxShown).Select(c => IsInvisible(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
        return path.Length <= MaxShown ? visible : visible + "…";
    }

    public override string ToString() => IsRoot ? "." : string.Join('/', Segments);

    private static bool IsDevice(string name) =>
        s_devices.Contains(name.Split('.')[0].TrimEnd(' '), StringComparer.OrdinalIgnoreCase);

    private static bool IsInvisible(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsText(string name)
    {
        try
        {
            return s_strict.GetByteCount(name) > 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static InvalidInputException Invalid(string path, string fault) =>
        new(ErrorCodes.InvalidRequest, "path", $"The path '{Show(path)}' {fault}.");
}
