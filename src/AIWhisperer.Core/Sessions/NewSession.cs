namespace AIWhisperer.Core.Sessions;

/// <summary>What a session begins with.</summary>
/// <param name="AgentId">The first active agent; null means <see cref="SessionOptions.DefaultAgent"/>.</param>
/// <param name="Title">The title; null means empty. At most <see cref="SessionOptions.MaxTitleLength"/> characters.</param>
public sealed record NewSession(string? AgentId = null, string? Title = null);
