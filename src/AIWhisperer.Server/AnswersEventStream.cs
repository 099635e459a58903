namespace AIWhisperer.Server;

/// <summary>
/// Marks an endpoint that can answer with an event stream. The framework's own description of answers holds one type for each status,
/// and that is the JSON one.
/// </summary>
internal sealed record AnswersEventStream;
