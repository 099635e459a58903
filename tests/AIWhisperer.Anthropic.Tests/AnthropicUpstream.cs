using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Anthropic.Tests;

internal static class AnthropicUpstream
{
    /// <summary>A back end that holds requests to Claude's rules before any script answers.</summary>
    public static async Task<FakeUpstream> StartAsync(CancellationToken cancellationToken)
    {
        var upstream = await FakeUpstream.StartAsync(cancellationToken);
        upstream.Choose = request => ClaudeRules.FindBreach(request) is { } breach
            ? reply => reply.Status(
                400, $$$"""{"type":"error","error":{"type":"invalid_request_error","message":"{{{breach}}}"},"request_id":"req_1"}""")
            : null;
        return upstream;
    }

    /// <summary>Scripts a reply in Anthropic's events.</summary>
    public static FakeUpstream Stream(this FakeUpstream upstream, Action<AnthropicReply> write) =>
        upstream.Script(TestClient.Model, reply => write(new AnthropicReply(reply)));

    /// <summary>Scripts an answer with an error status and Anthropic's error object.</summary>
    public static UpstreamReply Refuse(this UpstreamReply reply, int status, string type, string message) =>
        reply.Status(
            status, $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"{{{message}}}"},"request_id":"req_1"}""");
}
