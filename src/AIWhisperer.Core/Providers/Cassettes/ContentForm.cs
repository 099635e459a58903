using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>Turns contents of messages and updates into those of a cassette and back. What is in neither is left out.</summary>
internal static class ContentForm
{
    private static readonly JsonSerializerOptions s_compact = new(AIJsonUtilities.DefaultOptions)
    {
        WriteIndented = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyList<CassetteContent> Of(IEnumerable<AIContent> contents) =>
        [.. contents.Select(Of).OfType<CassetteContent>()];

    public static AIContent ToContent(CassetteContent content) => content switch
    {
        { Text: { } text } => new TextContent(text),
        { Reasoning: { } reasoning } => new TextReasoningContent(reasoning),
        { ToolCall: { } call } => ToCall(call),
        { ToolResult: { } result } => new FunctionResultContent(result.Id, result.Result),
        { Usage: { } usage } => new UsageContent(usage.ToDetails()),
        _ => throw new InvalidOperationException("A reader lets no empty content through."),
    };

    private static CassetteContent? Of(AIContent content) => content switch
    {
        TextContent text => new() { Text = text.Text },
        TextReasoningContent reasoning => new() { Reasoning = reasoning.Text },
        FunctionCallContent call => new()
        {
            ToolCall = new(
                call.CallId,
                call.Name,
                call.Arguments is { } arguments ? Element(arguments, typeof(IDictionary<string, object?>)) : null,
                call.Exception?.Message,
                call.Exception is null ? null : call.RawRepresentation as string),
        },
        FunctionResultContent result => new() { ToolResult = new(result.CallId, ResultOf(result)) },
        UsageContent usage => new() { Usage = CassetteUsage.Of(usage.Details) },
        _ => null,
    };

    private static JsonElement? ResultOf(FunctionResultContent result) => result.Result switch
    {
        null => null,
        JsonElement element => element,
        var value => Element(value, value.GetType()),
    };

    private static JsonElement Element(object value, Type type) => JsonSerializer.SerializeToElement(value, s_compact.GetTypeInfo(type));

    private static FunctionCallContent ToCall(CassetteToolCall call) => new(call.Id, call.Name, ToArguments(call.Arguments))
    {
        Exception = call.Fault is null ? null : new JsonException(call.Fault),
        RawRepresentation = call.Raw,
    };

    private static Dictionary<string, object?>? ToArguments(JsonElement? arguments) =>
        arguments?.EnumerateObject().ToDictionary(argument => argument.Name, object? (argument) => argument.Value, StringComparer.Ordinal);
}
