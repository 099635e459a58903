using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace AIWhisperer.TestHarness.Upstream;

/// <summary>Writes one reply; every write is flushed, so the client sees the chunks as scripted.</summary>
internal sealed class UpstreamConnection(HttpContext context, string model, int number)
{
    public Task WriteChunkAsync(string choices, string? usage, CancellationToken cancellationToken)
    {
        var usageField = usage is null ? "" : $",\"usage\":{usage}";
        return WriteAsync(
            $$"""
            data: {"id":"chatcmpl-{{number}}","object":"chat.completion.chunk","created":1700000000,"model":{{JsonSerializer.Serialize(model)}},"choices":{{choices}}{{usageField}}}


            """,
            cancellationToken);
    }

    public Task WriteAsync(string text, CancellationToken cancellationToken) => WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType ??= "text/event-stream";
        }

        await context.Response.Body.WriteAsync(bytes, cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }

    public async Task WriteStatusAsync(int status, string body, string contentType, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await WriteAsync(body, cancellationToken);
    }

    public Task SetHeaderAsync(string name, string value)
    {
        context.Response.Headers[name] = value;
        return Task.CompletedTask;
    }

    // A reply shorter than its promised length makes the server close the connection, but not before all of it has been sent: a reset
    // would throw away what is on its way.
    public void PromiseMore() => context.Response.ContentLength = long.MaxValue;

    public void Cut()
    {
        if (!context.Response.HasStarted)
        {
            context.Abort();
        }
    }

    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        await context.Response.Body.FlushAsync(cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
