using System.ComponentModel.DataAnnotations;

namespace AIWhisperer.Core.Tools.Commands;

/// <summary>Which programs agents may run, and how; section <c>AIWhisperer:Commands</c>. Read once, at start.</summary>
public sealed class CommandOptions : IValidatableObject
{
    /// <summary>Whether the tool <c>execute_command</c> can be called at all. Default: false.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// The programs that may run: names, which are looked up on <see cref="Path"/>, and absolute paths. An agent has to write them exactly so.
    /// None has a <c>=</c>. Default: none.
    /// </summary>
    public IList<string> Allowed { get; } = [];

    /// <summary>Where names of programs are looked up, and the <c>PATH</c> that programs see: absolute directories between colons,
    /// without <c>=</c>. Default: <c>/usr/local/bin:/usr/bin:/bin</c>.</summary>
    [Required]
    public string Path { get; set; } = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>
    /// Variables that programs see besides <c>PATH</c>, <c>LANG</c>, <c>TMPDIR</c>, <c>HOME</c>, which holds nothing, and those that keep git
    /// from running what the workspace names. They can replace all but <c>PATH</c>. A <c>HOME</c> has to lie outside the workspace. Of the
    /// server's own environment programs see nothing. Default: none.
    /// </summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How long one command may run, from 0.1 seconds to 1 hour. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most processes and threads of one command, from 8 to 10,000. Default: 256.</summary>
    [Range(8, 10_000)]
    public int MaxProcesses { get; set; } = 256;

    /// <summary>Whether commands run in a sandbox: no network, nothing to see but the programs of the system and the workspace, nothing to
    /// write but the workspace. Default: where the system can make one.</summary>
    [EnumDataType(typeof(SandboxMode))]
    public SandboxMode Sandbox { get; set; } = SandboxMode.Auto;

    /// <summary>Further absolute paths that programs in the sandbox may read, such as <c>/opt/node</c>. Default: none.</summary>
    public IList<string> Readable { get; } = [];

    /// <summary>Finds names and paths that cannot be meant.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // What begins programs takes a text with a '=' for a variable, and the next argument for the program.
        foreach (var program in Allowed.Where(program => HasEqualsSign(program) || (!IsPath(program) && !IsName(program))))
        {
            yield return new ValidationResult($"'{program}' is neither a name nor an absolute path of a program, or has a '='.", [nameof(Allowed)]);
        }

        if (HasEqualsSign(Path) || !Path.Split(':').All(IsPath))
        {
            yield return new ValidationResult("Every directory has to be an absolute path without '='.", [nameof(Path)]);
        }

        foreach (var path in Readable.Where(path => !IsPath(path)))
        {
            yield return new ValidationResult($"'{path}' is not an absolute path.", [nameof(Readable)]);
        }

        foreach (var name in Environment.Keys.Where(name => name.Length == 0 || name.AsSpan().ContainsAny('=', '\0')))
        {
            yield return new ValidationResult($"'{name}' is not a name of a variable.", [nameof(Environment)]);
        }
    }

    private static bool HasEqualsSign(string text) => text.Contains('=', StringComparison.Ordinal);

    private static bool IsName(string name) => name is not ("" or "." or "..") && !name.Contains('/', StringComparison.Ordinal);

    private static bool IsPath(string path) => path.StartsWith('/') && path.Length > 1 && !path.Contains('\0', StringComparison.Ordinal);
}
