using System.Net.Http.Headers;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>Sends requests to one back end, with its key, and turns every refusal into its exception. Thread-safe; borrows its connections.</summary>
internal sealed class OpenAIEndpoint
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");
    private static readonly MediaTypeWithQualityHeaderValue s_acceptJson = new("application/json");
    private static readonly MediaTypeWithQualityHeaderValue s_acceptEvents = new("text/event-stream");
    private static readonly ProductInfoHeaderValue s_userAgent = new("AIWhisperer", null);

    private readonly HttpMessageInvoker _connections;
    private readonly ErrorBodyReader _errorBodies;
    private readonly Uri _baseUrl;
    private readonly string? _key;
    private readonly string? _keyHeader;

    public OpenAIEndpoint(ProviderDefinition provider, HttpMessageInvoker connections, TimeProvider timeProvider)
    {
        _baseUrl = provider.BaseUrl!;
        _key = provider.ApiKey?.Reveal().Trim();
        _keyHeader = provider.Wire.KeyHeader;
        _connections = connections;
        Faults = new ProviderFaults(provider);
        _errorBodies = new ErrorBodyReader(Faults, timeProvider);
    }

    public ProviderFaults Faults { get; }

    /// <summary>Posts JSON; the answer is a stream of events, or should be.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, UrlOf(path)) { Content = new ReadOnlyMemoryContent(json) };
        request.Content.Headers.ContentType = s_json;
        request.Headers.Accept.Add(s_acceptEvents);
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Asks for JSON.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, UrlOf(path));
        request.Headers.Accept.Add(s_acceptJson);
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Waits for a part of an answer; one that does not come whole is <see cref="ErrorCodes.ProviderTruncated"/>.</summary>
    public async Task<T> GuardAsync<T>(Task<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Faults.Truncated(exception);
        }
    }

    private Uri UrlOf(string path) =>
        new UriBuilder(_baseUrl) { Path = $"{_baseUrl.AbsolutePath.TrimEnd('/')}/{path}" }.Uri;

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.UserAgent.Add(s_userAgent);
        AddKey(request.Headers);
        HttpResponseMessage response;
        try
        {
            response = await _connections.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Faults.Unreachable(request.RequestUri!, exception);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await _errorBodies.ReadAsync(response, cancellationToken);
        }
    }

    private void AddKey(HttpRequestHeaders headers)
    {
        if (_key is null)
        {
            return;
        }

        if (_key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw Faults.UnusableKey();
        }

        if (_keyHeader is null)
        {
            headers.Authorization = new AuthenticationHeaderValue("Bearer", _key);
        }
        else
        {
            headers.TryAddWithoutValidation(_keyHeader, _key);
        }
    }
}
