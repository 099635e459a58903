using System.ComponentModel.DataAnnotations;

namespace AIWhisperer.Core.Loops;

/// <summary>The settings of a loop where its agent gives none; section <c>AIWhisperer:Defaults</c>.</summary>
public sealed class AILoopDefaults
{
    /// <summary>The model for agents that name none. Default <c>offline-full</c>.</summary>
    [Required]
    public string Model { get; set; } = "offline-full";

    /// <summary>0 to 1.5, default 0.7.</summary>
    [Range(0, 1.5)]
    public double Temperature { get; set; } = 0.7;

    /// <summary>The longest reply of one model call, in tokens. 1 to 32,768, default 4,000.</summary>
    [Range(1, 32_768)]
    public int MaxTokens { get; set; } = 4_000;

    /// <summary>The most model calls of one turn. 1 to 100, default 25.</summary>
    [Range(1, 100)]
    public int MaxIterations { get; set; } = 25;

    /// <summary>The longest a whole turn may take. Default 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TurnTimeout { get; set; } = TimeSpan.FromMinutes(30);
}
