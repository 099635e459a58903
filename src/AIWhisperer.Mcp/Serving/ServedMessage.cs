using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AIWhisperer.Core;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AIWhisperer.Mcp.Serving;

/// <summary>One message of a client.</summary>
public sealed class ServedMessage
{
    private static readonly JsonTypeInfo<JsonRpcMessage> s_type =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    private ServedMessage(JsonRpcMessage content) => Content = content;

    /// <summary>Whether it asks to begin: it is the one message that needs no session.</summary>
    public bool IsInitialize => Content is JsonRpcRequest { Method: RequestMethods.Initialize };

    internal JsonRpcMessage Content { get; }

    /// <summary>Reads a message to its end.</summary>
    /// <exception cref="InvalidInputException">It is not one JSON-RPC message.</exception>
    public static async Task<ServedMessage> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync(input, s_type, cancellationToken) is { } content)
            {
                return new ServedMessage(content);
            }
        }
        catch (JsonException)
        {
            // What it holds is the client's: the answer says what is expected.
        }

        throw new InvalidInputException(
            ErrorCodes.InvalidRequest, "body", "The body is no JSON-RPC 2.0 message. Send one request, notification or response as JSON.");
    }
}
