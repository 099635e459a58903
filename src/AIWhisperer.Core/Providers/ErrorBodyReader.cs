using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AIWhisperer.Core.Providers;

/// <summary>Turns an answer with an error status into the exception for it.</summary>
internal sealed class ErrorBodyReader(ProviderFaults faults, TimeProvider timeProvider)
{
    private const int MostBytes = 64 * 1024;

    // A body that does not come must not hide the status that has.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public async Task<ProviderException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var error = ProviderError.Unknown;
        using var limit = new CancellationTokenSource(s_patience, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            error = Parse(await ReadBodyAsync(response.Content, either.Token));
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return faults.FromStatus((int)response.StatusCode, error, RetryAfter(response.Headers));
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MostBytes];
        var length = await stream.ReadAtLeastAsync(buffer, MostBytes, throwOnEndOfStream: false, cancellationToken);
        return buffer[..length];
    }

    private static ProviderError Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return ProviderError.Read(document.RootElement);
        }
        catch (JsonException)
        {
            var text = Encoding.UTF8.GetString(body).Trim();
            return text.Length == 0 || text[0] == '<' ? ProviderError.Unknown : new ProviderError(text, null, null);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        var wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - timeProvider.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
