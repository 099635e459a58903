using System.ComponentModel.DataAnnotations;

namespace AIWhisperer.Core.Tools;

/// <summary>Limits that every tool call is held to. Read once, at start.</summary>
public sealed class ToolOptions
{
    /// <summary>How long one call may run, from 0.1 seconds to 1 hour; 30 seconds unless set. A call that does not heed its token is
    /// left behind 2 seconds later.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most calls of one turn, from 1 to 1,000; 50 unless set. Calls beyond it are not run, and the model is told.</summary>
    [Range(1, 1_000)]
    public int MaxCallsPerTurn { get; set; } = 50;

    /// <summary>The most calls of one turn that run at once, from 1 to 64; 8 unless set.</summary>
    [Range(1, 64)]
    public int MaxParallelCalls { get; set; } = 8;

    /// <summary>The most of a result that the model is given, in bytes of UTF-8, from 1,024 to 1,048,576; 65,536 unless set. Of a
    /// longer result head and tail are kept.</summary>
    [Range(1_024, 1_048_576)]
    public int MaxResultBytes { get; set; } = 65_536;

    /// <summary>How long a call waits for a person's approval, from 1 second to 7 days; 10 minutes unless set. Then it is not run, and the
    /// model is told.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan ApprovalTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a call of a client's tool waits for its result when the client does not say, from 1 second to 1 hour; 2 minutes
    /// unless set.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ClientTimeout { get; set; } = TimeSpan.FromMinutes(2);
}
