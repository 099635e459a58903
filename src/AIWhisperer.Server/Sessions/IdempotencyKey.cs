using AIWhisperer.Core;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.Server.Sessions;

/// <summary>The headers by which REST names a message and tells that it was accepted before.</summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";
    private const string Replayed = "Idempotency-Replayed";
    private const string Field = "clientMessageId";

    /// <summary>The message with the name that the header gives it: what <see cref="NewMessage.ClientMessageId"/> is in the body.</summary>
    /// <exception cref="InvalidInputException">The header is given twice, or the body has another name.</exception>
    public static NewMessage Name(HttpRequest request, NewMessage message)
    {
        var header = request.Headers[Header];
        if (header.Count == 0)
        {
            return message;
        }

        return header.Count == 1 && (message.ClientMessageId is null || message.ClientMessageId == header[0])
            ? message with { ClientMessageId = header[0] }
            : throw new InvalidInputException(
                ErrorCodes.InvalidRequest,
                Field,
                $"The header {Header} is given more than once, or not as '{Field}' in the body is. Give one of them, or the same in both.");
    }

    /// <summary>Says in the answer that the receipt is that of an earlier call.</summary>
    public static void Tell(HttpResponse response, TurnReceipt receipt)
    {
        if (receipt.Replayed)
        {
            response.Headers[Replayed] = "true";
        }
    }
}
