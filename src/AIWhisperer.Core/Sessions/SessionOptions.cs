using System.ComponentModel.DataAnnotations;

namespace AIWhisperer.Core.Sessions;

/// <summary>Limits and defaults of sessions; section <c>AIWhisperer:Sessions</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>The agent of sessions that name none. Default <c>alice</c>.</summary>
    [Required]
    public string DefaultAgent { get; set; } = "alice";

    /// <summary>The longest message, in UTF-16 code units. Default 100,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxMessageLength { get; set; } = 100_000;

    /// <summary>The longest title, in UTF-16 code units. Default 200.</summary>
    [Range(1, 10_000)]
    public int MaxTitleLength { get; set; } = 200;

    /// <summary>The most sessions one principal may have. Default 10,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxSessionsPerOwner { get; set; } = 10_000;

    /// <summary>The most sessions in all. Default 1,000,000.</summary>
    [Range(1, 1_000_000_000)]
    public int MaxSessions { get; set; } = 1_000_000;

    /// <summary>The most turns, running or waiting, of one principal. Default 2,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxTurnsPerOwner { get; set; } = 2_000;

    /// <summary>The most turns, running or waiting, in all. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxTurns { get; set; } = 10_000;

    /// <summary>The most clients of one principal that may follow sessions or wait for turns at the same time. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxAttachesPerOwner { get; set; } = 10_000;

    /// <summary>The most clients in all that may follow sessions or wait for turns at the same time. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxAttaches { get; set; } = 20_000;

    /// <summary>
    /// How long a session may be without a client before the turns that are to be cancelled then are. Default 5 seconds; up to 10 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan DisconnectGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a session that nobody uses stays in memory. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan KeepInMemory { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a message that was accepted under a client message id is known by it. Default 1 day; 1 minute to 30 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan IdempotencyWindow { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long a caller waits for the store to take its message, or the ending of the turn that it cancels. Default 2 seconds; 100
    /// milliseconds to 1 minute.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <param name="text">What is to be a message.</param>
    /// <param name="name">What its sender knows it as.</param>
    internal void CheckText(string text, string name = "text")
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new InvalidInputException(ErrorCodes.InvalidRequest, name, $"'{name}' is empty. Say something.");
        }

        if (text.Length > MaxMessageLength)
        {
            throw new InvalidInputException(
                ErrorCodes.TooLarge,
                name,
                $"'{name}' has {text.Length} characters; at most {MaxMessageLength} are taken (AIWhisperer:Sessions:MaxMessageLength).");
        }
    }

    internal void CheckTitle(string title)
    {
        if (title.Length > MaxTitleLength)
        {
            throw new InvalidInputException(
                ErrorCodes.TooLarge,
                "title",
                $"'title' has {title.Length} characters; at most {MaxTitleLength} are taken (AIWhisperer:Sessions:MaxTitleLength).");
        }
    }
}
