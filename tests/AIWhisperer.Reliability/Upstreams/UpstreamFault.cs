using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Reliability.Upstreams;

/// <summary>A fault of a model's back end, and what is promised of a turn that meets it.</summary>
/// <param name="Name">The fault, begun by its number in the fault catalogue.</param>
/// <param name="Reply">Writes the reply to the turn's n-th request, from 1.</param>
internal sealed record UpstreamFault(string Name, Action<int, UpstreamReply> Reply)
{
    /// <summary>The code of a turn that fails; null where the turn completes.</summary>
    public string? Code { get; init; }

    /// <summary>The reason of a turn that completes.</summary>
    public string FinishReason { get; init; } = "stop";

    /// <summary>The text that is kept; null where it is too long to be compared.</summary>
    public string? Text { get; init; } = "";

    /// <summary>How often the model is called without a fallback.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>Whether another model answers where there is one: it does after two attempts, however the third would end.</summary>
    public bool FallsBack { get; init; }

    /// <summary>Whether the server must have closed the request itself.</summary>
    public bool IsLeft { get; init; }

    public override string ToString() => Name;
}
