using System.Net;

namespace AIWhisperer.Mcp;

/// <summary>
/// Keeps requests where they were sent and answers at a size: no redirect is followed, and an answer breaks off at a message over the
/// limit.
/// </summary>
internal sealed class BoundedResponses(HttpMessageHandler inner, int limit) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest)
        {
            response.Dispose();
            throw new McpConnectException(
                "its address redirects to another one, which is not followed; write the final address into `url` of mcp.yaml");
        }

        var framing = response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? MessageFraming.Event : MessageFraming.Whole;
        var body = new StreamContent(new BoundedMessageStream(await response.Content.ReadAsStreamAsync(cancellationToken), framing, limit));
        foreach (var (name, values) in response.Content.Headers)
        {
            body.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = body;
        return response;
    }
}
