using System.Text.Json;
using AIWhisperer.Core.Providers;

namespace AIWhisperer.Anthropic;

/// <summary>Asks for the list of Claude's models: <c>GET /v1/models</c>. Thread-safe; borrows its connections.</summary>
internal sealed class ClaudeModelSource(
    Uri baseUrl, HttpMessageInvoker connections, ProviderFaults faults, string? key, TimeProvider timeProvider) : IModelSource
{
    private const string Version = "2023-06-01";
    private readonly Uri _url = new(baseUrl.AbsoluteUri.TrimEnd('/') + "/v1/models?limit=1000");

    public async Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken)
    {
        using var wire = new ClaudeWire(connections, faults, key, timeProvider);
        using var invoker = new HttpMessageInvoker(wire, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, _url);
        request.Headers.Add("anthropic-version", Version);
        using var response = await invoker.SendAsync(request, cancellationToken);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            return
            [
                .. document.RootElement.GetProperty("data"u8).EnumerateArray()
                    .Select(model => model.GetProperty("id"u8).GetString())
                    .OfType<string>()
                    .Where(id => id.Length > 0)
                    .Distinct(StringComparer.Ordinal),
            ];
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw faults.Truncated(exception);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw faults.Malformed("sent a list of models that is none: check its base_url", exception);
        }
    }
}
