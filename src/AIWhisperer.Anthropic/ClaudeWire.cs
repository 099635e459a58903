using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text.Json;
using AIWhisperer.Core;
using AIWhisperer.Core.Providers;

namespace AIWhisperer.Anthropic;

/// <summary>
/// What lies between the vendor's client and the socket for one call: it adds the key, turns every refusal, and on a post everything but a
/// stream of events, into the exception for it, and keeps a limit on one event. Not thread-safe; borrows its connections.
/// </summary>
internal sealed class ClaudeWire(HttpMessageInvoker connections, ProviderFaults faults, string? key, TimeProvider timeProvider)
    : HttpMessageHandler
{
    private static readonly FrozenSet<string> s_headersKept =
        FrozenSet.ToFrozenSet(["Accept", "anthropic-version", "anthropic-beta"], StringComparer.OrdinalIgnoreCase);

    private static readonly ProductInfoHeaderValue s_userAgent = new("AIWhisperer", null);

    private ReplyStream? _body;

    /// <summary>An event has been read: the limit counts from here.</summary>
    public void StartEvent() => _body?.StartEvent();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        SetHeaders(request.Headers);
        var response = await ConnectAsync(request, cancellationToken);
        try
        {
            if (!response.IsSuccessStatusCode)
            {
                throw await new ErrorBodyReader(faults, timeProvider).ReadAsync(response, cancellationToken);
            }

            _body = new ReplyStream(await response.Content.ReadAsStreamAsync(cancellationToken), faults);
            if (request.Method == HttpMethod.Post)
            {
                await CheckFormAsync(_body, cancellationToken);
            }

            response.Content = new StreamContent(_body);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void SetHeaders(HttpRequestHeaders headers)
    {
        // The vendor's client sends tokens and headers that it finds in the server's environment, which are of no provider of ours, and
        // describes the machine it runs on.
        foreach (var (name, _) in headers.Where(header => !s_headersKept.Contains(header.Key)).ToList())
        {
            headers.Remove(name);
        }

        if (key is not null)
        {
            headers.Add("x-api-key", key.AsSpan().ContainsAnyExceptInRange('!', '~') ? throw faults.UnusableKey() : key);
        }

        headers.UserAgent.Add(s_userAgent);
    }

    private async Task<HttpResponseMessage> ConnectAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await connections.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw faults.Unreachable(request.RequestUri!, exception);
        }
    }

    private async Task CheckFormAsync(ReplyStream body, CancellationToken cancellationToken)
    {
        switch (await body.FindFormAsync(cancellationToken))
        {
            case ReplyForm.Html:
                throw faults.Malformed("sent an HTML page: check its base_url");

            case ReplyForm.Json:
                throw WithinJson(await body.ReadToEndAsync(cancellationToken));
        }
    }

    private ProviderException WithinJson(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out _)
                ? faults.FromStream(ProviderError.Read(root))
                : faults.Malformed("sent JSON instead of a stream of events");
        }
        catch (JsonException exception)
        {
            return faults.Malformed("sent broken JSON instead of a stream of events", exception, isRetryable: true);
        }
    }
}
