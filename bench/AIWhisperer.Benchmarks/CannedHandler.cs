using System.Net;
using System.Net.Http.Headers;

namespace AIWhisperer.Benchmarks;

/// <summary>Answers every request with the same stream, without a network.</summary>
internal sealed class CannedHandler(byte[] reply) : HttpMessageHandler
{
    private static readonly MediaTypeHeaderValue s_eventStream = new("text/event-stream");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(reply);
        content.Headers.ContentType = s_eventStream;
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
    }
}
