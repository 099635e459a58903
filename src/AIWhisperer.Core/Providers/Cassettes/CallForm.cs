using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>What a call sends, as a cassette holds it.</summary>
internal static class CallForm
{
    public static IReadOnlyList<CassetteLine.Sent> Sent(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var sent = messages.Select(message =>
            new CassetteLine.Sent(message.Role.Value, message.AuthorName, ContentForm.Of(message.Contents)));
        return options?.Instructions is { Length: > 0 } instructions
            ? [new CassetteLine.Sent(ChatRole.System.Value, Contents: [new() { Text = instructions }]), .. sent]
            : [.. sent];
    }

    public static IReadOnlyList<string>? Tools(ChatOptions? options) =>
        options?.Tools is { Count: > 0 } tools ? [.. tools.Select(tool => tool.Name)] : null;

    public static CassetteSettings? Settings(ChatOptions? options)
    {
        if (options is null)
        {
            return null;
        }

        var settings = new CassetteSettings(
            options.Temperature,
            options.MaxOutputTokens,
            options.TopP,
            options.FrequencyPenalty,
            options.PresencePenalty,
            options.StopSequences is { Count: > 0 } stops ? [.. stops] : null,
            options.Reasoning?.Effort?.ToString());
        return settings == new CassetteSettings() ? null : settings;
    }
}
