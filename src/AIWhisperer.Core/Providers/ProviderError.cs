using System.Globalization;
using System.Text.Json;

namespace AIWhisperer.Core.Providers;

/// <summary>What a back end says of a failure, as far as its words could be found. Nothing of it is masked yet.</summary>
/// <param name="Message">For people; null when there is none worth showing.</param>
/// <param name="Code">The machine-readable code.</param>
/// <param name="Type">The kind of error.</param>
internal sealed record ProviderError(string? Message, string? Code, string? Type)
{
    public static ProviderError Unknown { get; } = new(null, null, null);

    /// <summary>Whether it tells why a moderator refused the conversation, as OpenRouter does.</summary>
    public bool IsModeration { get; private init; }

    /// <summary>The status named in the body, when there is one.</summary>
    public int? Status =>
        int.TryParse(Code, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and <= 599 ? status : null;

    /// <summary>
    /// Reads <c>{"error":{...}}</c>, <c>{"error":"..."}</c>, the same within a list, and flat objects with <c>message</c> or <c>detail</c>.
    /// </summary>
    public static ProviderError Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
        {
            root = root[0];
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return new ProviderError(TextOf(root), null, null);
        }

        if (!root.TryGetProperty("error", out var error) || error.ValueKind == JsonValueKind.Null)
        {
            error = root;
        }

        if (error.ValueKind != JsonValueKind.Object)
        {
            return new ProviderError(TextOf(error), null, null);
        }

        var message = Find(error, "message") ?? Find(error, "detail");

        // OpenRouter wraps the words of the provider behind it.
        var hasMetadata = error.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object;
        var raw = hasMetadata ? Find(metadata, "raw") : null;
        return new ProviderError(
            raw is null ? message : $"{message}: {raw}",
            Find(error, "code"),
            Find(error, "type"))
        {
            IsModeration = hasMetadata && metadata.TryGetProperty("flagged_input", out _),
        };
    }

    private static string? Find(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? TextOf(value) : null;

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
