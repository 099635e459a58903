namespace AIWhisperer.Server.Problems;

/// <summary>What a hub error's message holds, as JSON.</summary>
internal sealed record HubProblem(string Code, string Message, string? Field, int? RetryAfterSeconds);
