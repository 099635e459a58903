using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools.Web;

/// <summary>Fetches pages from hosts that may be asked. Thread-safe.</summary>
internal sealed class WebFetcher : IDisposable
{
    private const int MaxRedirects = 3;

    private readonly WebAddress _addresses;
    private readonly int _maxBytes;
    private readonly HttpMessageInvoker _client;

    public WebFetcher(IOptions<FetchOptions> options)
        : this(options.Value, new GuardedConnections(options.Value.AllowPrivateAddresses))
    {
    }

    internal WebFetcher(FetchOptions options, GuardedConnections connections)
    {
        _addresses = new WebAddress(options);
        _maxBytes = options.MaxBytes;
#pragma warning disable CA2000 // The invoker owns the handler.
        var handler = connections.CreateHandler();
#pragma warning restore CA2000
        handler.AutomaticDecompression = DecompressionMethods.All;
        handler.MaxResponseHeadersLength = 64;
        _client = new HttpMessageInvoker(handler, disposeHandler: true);
    }

    /// <summary>Fetches a page, following at most three redirects, each judged like the first address.</summary>
    /// <exception cref="InvalidInputException">An address on the way may not be fetched, or there are too many.</exception>
    /// <exception cref="ForbiddenException">A host on the way has no address that may be connected to.</exception>
    /// <exception cref="UnavailableException">No whole answer came.</exception>
    public async Task<FetchedPage> FetchAsync(string address, CancellationToken cancellationToken)
    {
        var url = _addresses.Judge(address);
        for (var redirects = 0; ; redirects++)
        {
            try
            {
                using var response = await SendAsync(url, cancellationToken);
                if (!IsRedirect(response))
                {
                    return await ReadAsync(url, response, cancellationToken);
                }

                url = redirects < MaxRedirects
                    ? _addresses.Judge(response.Headers.Location!.OriginalString, url)
                    : throw new InvalidInputException(ErrorCodes.InvalidRequest, "url", "The address redirects too often. Give the one where it ends.");
            }
            catch (HttpRequestException exception) when (exception.InnerException is ForbiddenException refusal)
            {
                throw refusal;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
            {
                throw new UnavailableException(ErrorCodes.ProviderUnavailable, $"'{url.Host}' gave no whole answer: it could not be reached, or broke off.", exception);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("AIWhisperer", null));
        request.Headers.TryAddWithoutValidation("Accept", "text/html, text/*, application/json, application/xml, */*;q=0.1");
        return await _client.SendAsync(request, cancellationToken);
    }

    private async Task<FetchedPage> ReadAsync(Uri url, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);

        // One byte more than fits tells whether there is more.
        using var body = new MemoryStream();
        var buffer = new byte[Math.Min(16 * 1024, _maxBytes + 1)];
        while (body.Length <= _maxBytes && await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            await body.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        var type = response.Content.Headers.ContentType;
        var isCut = body.Length > _maxBytes;
        return new FetchedPage(
            url,
            response.StatusCode,
            type?.MediaType?.ToLowerInvariant() ?? string.Empty,
            type?.CharSet?.Trim('"'),
            isCut ? body.GetBuffer()[.._maxBytes] : body.ToArray(),
            isCut);
    }

    private static bool IsRedirect(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && response.Headers.Location is not null;
}
