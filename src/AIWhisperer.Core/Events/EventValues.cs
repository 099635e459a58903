using System.Text.Json.Serialization;

namespace AIWhisperer.Core.Events;

/// <summary>Who caused something.</summary>
public enum Actor
{
    /// <summary>A person or program that calls the server.</summary>
    User,

    /// <summary>An agent, by a tool call.</summary>
    Agent,

    /// <summary>The server itself.</summary>
    System,
}

/// <summary>What kind of text a message holds.</summary>
public enum MessageChannel
{
    /// <summary>The answer.</summary>
    Final,

    /// <summary>Talk beside the answer, such as about tools.</summary>
    Commentary,

    /// <summary>The model's reasoning.</summary>
    Analysis,
}

/// <summary>Why a completed turn ended.</summary>
public enum FinishReason
{
    /// <summary>The model was done.</summary>
    Stop,

    /// <summary>The reply reached <c>max_tokens</c> or the model's own limit.</summary>
    Length,

    /// <summary>The provider withheld the rest.</summary>
    ContentFilter,

    /// <summary>The model stopped without a word.</summary>
    Empty,

    /// <summary>The model reasoned, and stopped without an answer.</summary>
    OnlyReasoning,

    /// <summary>The turn used all model calls that <c>continuation.max_iterations</c> allows.</summary>
    MaxIterations,

    /// <summary>The model asked for the same tool with the same arguments again and again, also after it was warned.</summary>
    ToolLoop,
}

/// <summary>Which way a tool call ended.</summary>
public enum ToolCallOutcome
{
    /// <summary>The tool returned a result.</summary>
    Succeeded,

    /// <summary>The tool, or the check before it, gave an error.</summary>
    Failed,

    /// <summary>The tool did not run.</summary>
    NotRun,

    /// <summary>The tool was begun and not seen to end: it may have had its effect or not. It is never run a second time.</summary>
    Unknown,
}

/// <summary>What became of a question for approval.</summary>
public enum ApprovalResolution
{
    /// <summary>The call may run, once.</summary>
    Approved,

    /// <summary>The call must not run.</summary>
    Refused,

    /// <summary>Nobody answered in time; the call does not run.</summary>
    Expired,

    /// <summary>The turn ended before there was an answer; the call does not run.</summary>
    Withdrawn,
}

/// <summary>For what else in the session an approval stands.</summary>
public enum ApprovalMemory
{
    /// <summary>The same agent's calls of the same tool with the same arguments.</summary>
    Call,

    /// <summary>The same agent's calls of the same tool, whatever their arguments.</summary>
    Tool,
}

/// <summary>What the next agent is given of the conversation when the active agent changes.</summary>
public enum CarryOverPolicy
{
    /// <summary>Everything that was said since it last took part.</summary>
    Full,

    /// <summary>The last messages only.</summary>
    Last,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>How a turn takes the place of the one that runs.</summary>
public enum TurnReplacement
{
    /// <summary>What was written is kept.</summary>
    Interrupt,

    /// <summary>The conversation goes on as if the replaced turn had never been.</summary>
    Rollback,
}

/// <summary>What happens to a turn when the last client that followed its session is gone.</summary>
public enum DisconnectPolicy
{
    /// <summary>It goes on; its answer is there when somebody attaches again.</summary>
    Continue,

    /// <summary>It is cancelled.</summary>
    Cancel,
}

/// <summary>What happens to the part of an answer that was seen when its model fails and another one takes over.</summary>
public enum BrokenReplyPolicy
{
    /// <summary>It is dropped; the other model answers from the beginning.</summary>
    Restart,

    /// <summary>It stays; the other model is given it and goes on from there.</summary>
    Continue,
}

/// <summary>What was carried over at a switch.</summary>
/// <param name="Policy">The policy in force.</param>
/// <param name="Messages">How many messages the agent was given.</param>
public sealed record CarryOverRecord(CarryOverPolicy Policy, int Messages);

/// <summary>Tokens as the provider counted them; zero where it did not say.</summary>
/// <param name="InputTokens">Sent to the model.</param>
/// <param name="OutputTokens">Written by the model.</param>
/// <param name="CachedInputTokens">Of the input, read from the provider's cache.</param>
/// <param name="ReasoningTokens">Of the output, reasoning.</param>
public sealed record TurnUsage(long InputTokens, long OutputTokens, long CachedInputTokens, long ReasoningTokens)
{
    /// <summary>True when the provider did not count, or not credibly, and some of the tokens are the server's own estimate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Estimated { get; init; }

    /// <summary>What the tokens cost, in US dollars; null when the price of a model that was called is not known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>The same for each model that was called, in the order of their first calls; null where no model was called.</summary>
    public IReadOnlyList<ModelUsage>? Models { get; init; }

    /// <summary>No tokens.</summary>
    public static TurnUsage None { get; } = new(0, 0, 0, 0);
}

/// <summary>What one model took of a turn.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Model">The model's name at that provider.</param>
/// <param name="Calls">How often it was called, retries included.</param>
/// <param name="InputTokens">Sent to it.</param>
/// <param name="OutputTokens">Written by it.</param>
/// <param name="CachedInputTokens">Of the input, read from the provider's cache.</param>
/// <param name="ReasoningTokens">Of the output, reasoning.</param>
public sealed record ModelUsage(
    string Provider, string Model, int Calls, long InputTokens, long OutputTokens, long CachedInputTokens, long ReasoningTokens)
{
    /// <summary>True when some of the tokens are the server's own estimate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Estimated { get; init; }

    /// <summary>What the tokens cost, in US dollars; null when the model's price is not known.</summary>
    public decimal? CostUsd { get; init; }
}

/// <summary>How long a turn took, in milliseconds.</summary>
/// <param name="QueuedMs">From acceptance to start.</param>
/// <param name="FirstTokenMs">From start to the first text or tool call; null when there was none.</param>
/// <param name="TotalMs">From acceptance to the end.</param>
public sealed record TurnTimings(long QueuedMs, long? FirstTokenMs, long TotalMs);

/// <summary>Why a turn failed.</summary>
/// <param name="Code">A stable code of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">For people; holds no secret.</param>
/// <param name="Retryable">Whether sending the message again may succeed.</param>
public sealed record TurnError(string Code, string Message, bool Retryable);
