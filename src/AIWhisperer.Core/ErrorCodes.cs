namespace AIWhisperer.Core;

/// <summary>The stable codes of every error a client can meet. A code is never renamed; new ones may be added.</summary>
public static class ErrorCodes
{
    /// <summary>A field is missing, unknown, of the wrong type, or out of range.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>A text or body is over its limit.</summary>
    public const string TooLarge = "too_large";

    /// <summary>No such session for this caller.</summary>
    public const string SessionNotFound = "session_not_found";

    /// <summary>No such turn in this session.</summary>
    public const string TurnNotFound = "turn_not_found";

    /// <summary>No such question for approval in this session.</summary>
    public const string ApprovalNotFound = "approval_not_found";

    /// <summary>The question for approval has an answer already, or was taken back.</summary>
    public const string ApprovalResolved = "approval_resolved";

    /// <summary>The question for approval was not answered in time.</summary>
    public const string ApprovalExpired = "approval_expired";

    /// <summary>The answer is to another call than the question is about.</summary>
    public const string ApprovalMismatch = "approval_mismatch";

    /// <summary>No such agent in the configuration in service.</summary>
    public const string AgentNotFound = "agent_not_found";

    /// <summary>No such tool call in this turn.</summary>
    public const string ToolCallNotFound = "tool_call_not_found";

    /// <summary>The tool call waits for no client, or not any more: it has its outcome, or is none of a client's tool.</summary>
    public const string ToolCallClosed = "tool_call_closed";

    /// <summary>No live loop under that key.</summary>
    public const string LoopNotFound = "loop_not_found";

    /// <summary>No such provider.</summary>
    public const string ProviderNotFound = "provider_not_found";

    /// <summary>The provider has no way to list its models.</summary>
    public const string ProviderCannotList = "provider_cannot_list";

    /// <summary>The session was closed; it can be read no further than its log.</summary>
    public const string SessionClosed = "session_closed";

    /// <summary>The agent is busy and its policy is to reject.</summary>
    public const string AgentBusy = "agent_busy";

    /// <summary>Another message of the session was accepted under the same client message id.</summary>
    public const string IdempotencyConflict = "idempotency_conflict";

    /// <summary>An agent that is not the session's active one asked to hand over.</summary>
    public const string AgentNotActive = "agent_not_active";

    /// <summary>The agent's configuration has errors and no earlier revision is in service.</summary>
    public const string AgentInvalid = "agent_invalid";

    /// <summary>None of the agent's models can be used: no key is set and no fallback is available.</summary>
    public const string AgentUnavailable = "agent_unavailable";

    /// <summary>The loop's queue of waiting turns is full.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>The most live loops, in all or in this session, are in use.</summary>
    public const string LoopLimit = "loop_limit";

    /// <summary>The caller has the most sessions allowed.</summary>
    public const string SessionLimit = "session_limit";

    /// <summary>The caller, or the server, has the most turns that may run or wait.</summary>
    public const string TurnLimit = "turn_limit";

    /// <summary>The caller, or the server, has the most clients that may follow sessions.</summary>
    public const string AttachLimit = "attach_limit";

    /// <summary>The server has the most hub connections.</summary>
    public const string ConnectionLimit = "connection_limit";

    /// <summary>The caller makes more calls a second than it may.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>A cursor lies in the future or is not a cursor.</summary>
    public const string InvalidCursor = "invalid_cursor";

    /// <summary>A cursor is one of another session.</summary>
    public const string ForeignCursor = "foreign_cursor";

    /// <summary>The configuration as edited has errors.</summary>
    public const string InvalidConfiguration = "invalid_configuration";

    /// <summary>The store cannot take or give data now: something else has it locked, or it is closing.</summary>
    public const string StorageUnavailable = "storage_unavailable";

    /// <summary>The store's medium is full. Until there is room again, which it finds out by itself, the store can only be read.</summary>
    public const string StorageFull = "storage_full";

    /// <summary>The store's medium reports errors, is damaged, or may not be written.</summary>
    public const string StorageFailed = "storage_failed";

    /// <summary>The server is stopping.</summary>
    public const string ServerStopping = "server_stopping";

    /// <summary>No or no valid API key.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The request's origin or host is not allowed.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The server has no such route.</summary>
    public const string RouteNotFound = "route_not_found";

    /// <summary>The route does not take this HTTP method.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>An unexpected failure; the log has it under the trace id.</summary>
    public const string Internal = "internal_error";

    /// <summary>The provider refused the key or its rights.</summary>
    public const string ProviderAuthentication = "provider_authentication";

    /// <summary>The provider's rate or quota limit.</summary>
    public const string ProviderRateLimited = "provider_rate_limited";

    /// <summary>The provider refused the request as sent.</summary>
    public const string ProviderRejected = "provider_rejected";

    /// <summary>The conversation is longer than the model's context.</summary>
    public const string ProviderContextLength = "provider_context_length";

    /// <summary>The model's name is unknown to the provider.</summary>
    public const string ProviderModelNotFound = "provider_model_not_found";

    /// <summary>The provider answered with a server error or could not be reached.</summary>
    public const string ProviderUnavailable = "provider_unavailable";

    /// <summary>The provider was silent for longer than its limits, or the agent's timeout, allow.</summary>
    public const string ProviderTimeout = "provider_timeout";

    /// <summary>The provider's stream ended before its end mark.</summary>
    public const string ProviderTruncated = "provider_truncated";

    /// <summary>The provider sent something that is not its protocol.</summary>
    public const string ProviderMalformed = "provider_malformed";

    /// <summary>The provider failed too often lately: no call is made to it for a while.</summary>
    public const string ProviderCircuitOpen = "provider_circuit_open";

    /// <summary>Too many calls wait for the provider or the agent, or the call has waited too long.</summary>
    public const string ProviderBusy = "provider_busy";

    /// <summary>The provider's content filter refused the conversation.</summary>
    public const string ProviderContentFilter = "provider_content_filter";

    /// <summary>Cassettes are being replayed, and the call is not the recorded one.</summary>
    public const string ProviderCassetteMismatch = "provider_cassette_mismatch";

    /// <summary>The turn ran longer than the agent's <c>continuation.timeout</c>.</summary>
    public const string TurnTimeout = "turn_timeout";
}
