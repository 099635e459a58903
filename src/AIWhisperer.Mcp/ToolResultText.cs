using System.Globalization;
using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace AIWhisperer.Mcp;

/// <summary>Makes of a server's result the text that the model reads. What is no text is told by type and size.</summary>
internal static class ToolResultText
{
    public static string Of(CallToolResult result)
    {
        var parts = (result.Content ?? []).Select(Of).ToList();

        // Servers that give structured content repeat it as text for clients that do not know it.
        if (result.StructuredContent is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } structured
            && !(result.Content ?? []).Any(block => block is TextContentBlock))
        {
            parts.Add(structured.GetRawText());
        }

        return string.Join("\n", parts);
    }

    private static string Of(ContentBlock block) => block switch
    {
        TextContentBlock text => text.Text,
        ImageContentBlock image => Told("image", image.MimeType, image.Data.Length),
        AudioContentBlock audio => Told("audio", audio.MimeType, audio.Data.Length),
        EmbeddedResourceBlock { Resource: TextResourceContents resource } => $"{resource.Uri}:\n{resource.Text}",
        EmbeddedResourceBlock { Resource: BlobResourceContents resource } =>
            $"{resource.Uri}: {Told("file", resource.MimeType, resource.Blob.Length)}",
        ResourceLinkBlock link => $"[link to {link.Uri}: {link.Name}]",
        _ => $"[{block.Type}]",
    };

    private static string Told(string kind, string? type, int base64Length) =>
        string.Create(CultureInfo.InvariantCulture, $"[{kind}, {type ?? "of unknown type"}, {base64Length * 3L / 4} bytes]");
}
