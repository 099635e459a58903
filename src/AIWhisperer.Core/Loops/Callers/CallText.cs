using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops.Callers;

/// <summary>A caller's message: its call as JSON, so that it is the same after a restart.</summary>
internal static class CallText
{
    private static readonly JsonSerializerOptions s_options = new(AIJsonUtilities.DefaultOptions)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = false,
    };

    /// <summary>Writes a call whose arguments were screened.</summary>
    public static string Write(FunctionCallContent call) =>
        JsonSerializer.Serialize(new Call(call.Name, new Dictionary<string, object?>(call.Arguments ?? new Dictionary<string, object?>())), s_options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static FunctionCallContent Read(string text)
    {
        var call = JsonSerializer.Deserialize<Call>(text, s_options)!;
        return new FunctionCallContent("call", call.Name, call.Arguments);
    }

    private sealed record Call(string Name, Dictionary<string, object?> Arguments);
}
