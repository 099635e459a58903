namespace AIWhisperer.Core.Sessions;

/// <summary>Which usage to sum, and how; every condition narrows.</summary>
/// <param name="Owner">The principal whose turns they were.</param>
/// <param name="From">The first UTC day.</param>
/// <param name="Through">The last UTC day, included.</param>
public sealed record UsageQuery(string Owner, DateOnly From, DateOnly Through)
{
    /// <summary>Only turns of this session.</summary>
    public string? SessionId { get; init; }

    /// <summary>Only turns of this agent.</summary>
    public string? AgentId { get; init; }

    /// <summary>Only calls of this provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Only calls of models of this name.</summary>
    public string? Model { get; init; }

    /// <summary>What the rows are told apart by.</summary>
    public UsageGrouping GroupBy { get; init; }

    /// <summary>The most rows to return, at least 1; the total counts those beyond them too.</summary>
    public int Limit { get; init; } = int.MaxValue;
}
