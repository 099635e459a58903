using System.Text.Json;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>Asks a back end for its list of models: <c>GET models</c>. Thread-safe.</summary>
internal sealed class OpenAIModelSource(OpenAIEndpoint endpoint) : IModelSource
{
    private const int MostModels = 10_000;

    public async Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken)
    {
        using var response = await endpoint.GetAsync("models", cancellationToken);
        await using var body = new ReplyStream(await response.Content.ReadAsStreamAsync(cancellationToken), endpoint.Faults);
        var json = await endpoint.GuardAsync(body.ReadToEndAsync(cancellationToken), cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw endpoint.Faults.Malformed("sent a list of models that is none: check its base_url", exception);
        }
    }

    private string[] Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null)
        {
            throw endpoint.Faults.FromStream(ProviderError.Read(root));
        }

        // A few answer with the bare list.
        var list = root.ValueKind == JsonValueKind.Array ? root : root.GetProperty("data"u8);
        return
        [
            .. list.EnumerateArray()
                .Select(model => model.GetProperty("id"u8).GetString())
                .OfType<string>()
                .Where(id => id.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .Take(MostModels),
        ];
    }
}
