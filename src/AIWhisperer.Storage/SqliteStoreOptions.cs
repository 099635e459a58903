using System.ComponentModel.DataAnnotations;

namespace AIWhisperer.Storage;

/// <summary>Where and how the SQLite store keeps its data. Checked when the host starts.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>
    /// The database file; a relative path starts at the process's working directory. A missing folder is created for its owner alone.
    /// Default <c>data/aiwhisperer.db</c>. Two servers never share one file: the second refuses to start.
    /// </summary>
    [Required(ErrorMessage = "Path is empty. Name the database file, such as data/aiwhisperer.db.")]
    public string Path { get; set; } = "data/aiwhisperer.db";

    /// <summary>
    /// How long a call waits for a lock that another program holds on the database before it fails. Default 5 s, from 0 to 60 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether the whole file is read for damage at a start, which refuses a damaged one, and before writing again after the disk
    /// reported an error. Default true. Switch it off where reading the whole database would take too long; damage then shows when the
    /// damaged part is read.
    /// </summary>
    public bool CheckOnStart { get; set; } = true;
}
