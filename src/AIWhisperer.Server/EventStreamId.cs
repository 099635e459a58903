using System.Globalization;
using System.Text;
using AIWhisperer.Core;

namespace AIWhisperer.Server;

/// <summary>
/// The <c>id</c> of an event in a stream over HTTP: its sequence number, a hyphen, and the beginning of its session's id. A client that
/// resumes the wrong session is told so, instead of being given what it did not miss.
/// </summary>
internal static class EventStreamId
{
    private const int TagLength = 8;

    /// <summary>What follows the sequence number in the ids of a session.</summary>
    public static byte[] SuffixOf(string sessionId) => Encoding.ASCII.GetBytes($"-{sessionId[..TagLength]}");

    /// <summary>The sequence number of an id of the session; the plain number is taken too.</summary>
    /// <param name="id">What the client sent.</param>
    /// <param name="sessionId">The session it is used on.</param>
    /// <param name="lastSeq">The sequence number of the session's latest event.</param>
    /// <param name="field">Where it was sent, for the error.</param>
    /// <exception cref="InvalidInputException">It is no id, or that of an event to come.</exception>
    /// <exception cref="ConflictException">It is the id of an event of another session.</exception>
    public static long Parse(string id, string sessionId, long lastSeq, string field)
    {
        var end = id.IndexOf('-', StringComparison.Ordinal);
        var tag = end < 0 ? null : id[(end + 1)..];
        if (!long.TryParse(end < 0 ? id : id[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            || (tag is not null && (tag.Length != TagLength || !tag.All(char.IsAsciiHexDigitLower))))
        {
            throw new InvalidInputException(
                ErrorCodes.InvalidCursor, field, $"'{field}' is not the id of an event. Give that of the last event you have, or leave it out.");
        }

        if (tag is not null && !sessionId.StartsWith(tag, StringComparison.Ordinal))
        {
            throw new ConflictException(
                ErrorCodes.ForeignCursor, $"'{field}' is the id of an event of another session. Give one of this session, or leave it out.")
            {
                Field = field,
            };
        }

        return seq <= lastSeq
            ? seq
            : throw new InvalidInputException(
                ErrorCodes.InvalidCursor,
                field,
                $"'{field}' is beyond the session's last event, {lastSeq}. Give that of the last event you have, or leave it out.");
    }
}
