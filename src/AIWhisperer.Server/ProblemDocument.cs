namespace AIWhisperer.Server;

/// <summary>Every error of the REST API, as RFC 9457 problem details; <c>code</c> is the part to program against.</summary>
/// <param name="Title">The HTTP status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong and what to do about it.</param>
/// <param name="Code">The stable, machine-readable code; the same one that the hub and the events use.</param>
/// <param name="Field">The field, query value or header at fault, where there is one.</param>
/// <param name="RetryAfterSeconds">When the same request may succeed, where waiting helps; also in <c>Retry-After</c>.</param>
/// <param name="TraceId">Names the request in the server's log.</param>
internal sealed record ProblemDocument(
    string Title,
    int Status,
    string Detail,
    string Code,
    string? Field,
    int? RetryAfterSeconds,
    string? TraceId)
{
    public const string ContentType = "application/problem+json";
}
