using System.Collections.Immutable;
using System.Text.Json;

namespace AIWhisperer.TestHarness.Upstream;

/// <summary>One request as the upstream received it. Thread-safe.</summary>
public sealed class UpstreamRequest
{
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal UpstreamRequest(string path, string bodyText, ImmutableDictionary<string, string> headers, string connectionId)
    {
        Path = path;
        BodyText = bodyText;
        Headers = headers;
        ConnectionId = connectionId;
        using var document = JsonDocument.Parse(bodyText.Length == 0 ? "{}" : bodyText);
        Body = document.RootElement.Clone();
        Model = Body.TryGetProperty("model", out var model) ? model.GetString() ?? "" : "";
    }

    /// <summary>The path of the URL, such as <c>/v1/chat/completions</c>.</summary>
    public string Path { get; }

    /// <summary>The JSON body; an empty object for a request without one.</summary>
    public JsonElement Body { get; }

    /// <summary>The body as it was sent.</summary>
    public string BodyText { get; }

    /// <summary>The headers; names are compared without case.</summary>
    public ImmutableDictionary<string, string> Headers { get; }

    /// <summary>The model asked for, or an empty string.</summary>
    public string Model { get; }

    /// <summary>Equal for requests that came over one connection.</summary>
    public string ConnectionId { get; }

    /// <summary>Each message as <c>role: text</c>; the text is empty where the content is not a string.</summary>
    public IReadOnlyList<string> Messages =>
        [.. Body.GetProperty("messages").EnumerateArray().Select(message => $"{message.GetProperty("role").GetString()}: {TextOf(message)}")];

    /// <summary>What the user said last, or an empty string.</summary>
    public string LastUserText =>
        Body.GetProperty("messages").EnumerateArray()
            .Where(message => message.GetProperty("role").ValueEquals("user"))
            .Select(TextOf)
            .LastOrDefault() ?? "";

    /// <summary>Completes when the client closed the connection before the reply's end.</summary>
    public Task Aborted => _aborted.Task;

    /// <summary>Whether <see cref="Aborted"/> has completed.</summary>
    public bool IsAborted => _aborted.Task.IsCompleted;

    /// <summary>Completes when the upstream has done everything it does for this request, also when that was cut short.</summary>
    public Task Ended => _ended.Task;

    internal void MarkAborted() => _aborted.TrySetResult();

    internal void MarkEnded() => _ended.TrySetResult();

    private static string TextOf(JsonElement message) =>
        message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String ? content.GetString()! : "";
}
