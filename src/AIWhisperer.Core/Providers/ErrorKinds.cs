namespace AIWhisperer.Core.Providers;

/// <summary>Which kind of failure a status and an error object mean.</summary>
internal static class ErrorKinds
{
    private static readonly ErrorKind s_authentication = new(
        ErrorCodes.ProviderAuthentication, "refused the key", "Set a valid key.", IsRetryable: false);

    private static readonly ErrorKind s_rateLimited = new(
        ErrorCodes.ProviderRateLimited, "is at its rate limit", "Wait a little and try again.", IsRetryable: true);

    private static readonly ErrorKind s_quota = new(
        ErrorCodes.ProviderRateLimited, "has no quota or credit left", "Check the plan and the billing of its account.", IsRetryable: false);

    private static readonly ErrorKind s_modelNotFound = new(
        ErrorCodes.ProviderModelNotFound, "does not know the model", "Check ai_config.model.", IsRetryable: false);

    private static readonly ErrorKind s_contextLength = new(
        ErrorCodes.ProviderContextLength,
        "cannot take a conversation of this length",
        "Start a new session, or use a model with a larger context.",
        IsRetryable: false);

    private static readonly ErrorKind s_contentFilter = new(
        ErrorCodes.ProviderContentFilter,
        "refused the conversation by its content filter",
        "Word the message differently, or start a new session.",
        IsRetryable: false);

    private static readonly ErrorKind s_rejected = new(
        ErrorCodes.ProviderRejected, "refused the request", "Check the agent's ai_config against what the model accepts.", IsRetryable: false);

    private static readonly ErrorKind s_elsewhere = new(
        ErrorCodes.ProviderRejected, "has nothing to answer with at this address", "Check its base_url.", IsRetryable: false);

    private static readonly ErrorKind s_unavailable = new(
        ErrorCodes.ProviderUnavailable, "failed", "Try again.", IsRetryable: true);

    public static ErrorKind Of(int? status, ProviderError error) => status switch
    {
        _ when IsContextLength(error) => s_contextLength,
        400 or 403 or 422 or null when IsContentFilter(error) => s_contentFilter,
        401 or 403 => s_authentication,
        402 => s_quota,
        400 when Says(error, "credit balance") => s_quota,
        429 => Says(error, "insufficient_quota", "billing_hard_limit_reached") ? s_quota : s_rateLimited,
        404 => Says(error, "model", "deployment") ? s_modelNotFound : s_elsewhere,
        400 or 422 => Says(error, "model_not_found", "not a valid model", "unknown model") ? s_modelNotFound : s_rejected,
        >= 300 and < 400 or 405 => s_elsewhere,
        408 or 425 or null or >= 500 => s_unavailable,
        _ => s_rejected,
    };

    /// <summary>The status that an error object means when it comes without one; null when it does not say.</summary>
    public static int? StatusOf(ProviderError error) => error.Status ?? StatusOf(error.Code) ?? StatusOf(error.Type);

    private static int? StatusOf(string? word) => word switch
    {
        "invalid_api_key" or "authentication_error" or "AuthenticationError" => 401,
        "permission_error" or "permission_denied" or "PermissionDeniedError" => 403,
        "insufficient_quota" or "rate_limit_exceeded" or "rate_limit_error" or "RateLimitError" or "too_many_requests" => 429,
        "billing_error" => 402,
        "model_not_found" or "not_found_error" or "NotFoundError" => 404,
        "request_too_large" => 413,
        "context_length_exceeded" or "exceed_context_size_error" or "content_filter" or "content_policy_violation" or "invalid_request_error" or "BadRequestError" => 400,
        "overloaded_error" or "engine_overloaded" => 529,
        "server_error" or "api_error" or "internal_error" or "InternalServerError" or "internal_server_error" => 500,
        "timeout_error" => 504,
        _ => null,
    };

    private static bool IsContextLength(ProviderError error) =>
        Says(
            error,
            "context_length_exceeded",
            "exceed_context_size",
            "maximum context length",
            "context window",
            "prompt is too long",
            "exceeds the context",
            "exceed context limit",
            "available context size");

    // In messages, whole phrases only: they may repeat what the user wrote.
    private static bool IsContentFilter(ProviderError error) =>
        error.IsModeration
        || error.Code is "content_filter" or "content_policy_violation" or "moderation_blocked"
        || error.Type is "content_filter" or "content_policy_violation"
        || Holds(error.Message, "content management policy")
        || Holds(error.Message, "blocked by content filtering policy")
        || Holds(error.Message, "Content Exists Risk")
        || Holds(error.Message, "flagged as potentially violating our usage policy");

    private static bool Says(ProviderError error, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (Holds(error.Code, word) || Holds(error.Type, word) || Holds(error.Message, word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Holds(string? text, string word) => text is not null && text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
