using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools;

/// <summary>The tool <c>get_current_time</c>.</summary>
internal sealed class CurrentTimeTool
{
    public const string Name = "get_current_time";

    private const int MaxZoneLength = 64;

    private readonly TimeProvider _timeProvider;

    private CurrentTimeTool(TimeProvider timeProvider) => _timeProvider = timeProvider;

    public static Tool Create(TimeProvider timeProvider) => new(
        AIFunctionFactory.Create(
            new CurrentTimeTool(timeProvider).Now, Name, "The current date and time, in UTC unless a time zone is given."),
        "time",
        ToolEffect.Read)
    {
        Tags = ["utility"],
    };

    private string Now([Description("An IANA time zone, such as Europe/Berlin.")] string? time_zone = null)
    {
        var zone = time_zone is null ? TimeZoneInfo.Utc : Find(time_zone.Trim());
        var now = TimeZoneInfo.ConvertTime(_timeProvider.GetUtcNow(), zone);
        return string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd'T'HH:mm:sszzz} ({now:dddd}, {zone.Id})");
    }

    private static TimeZoneInfo Find(string name) =>
        IsName(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new InvalidInputException(
                ErrorCodes.InvalidRequest,
                "time_zone",
                $"There is no time zone '{(name.Length <= MaxZoneLength ? name : name[..MaxZoneLength])}'. Give an IANA name such as "
                    + "Europe/Berlin or America/New_York, in that spelling, or leave time_zone out for UTC.");

    // The system looks a zone up as a file below its zone directory; a name with dots or a leading slash would leave it.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxZoneLength
        && char.IsAsciiLetter(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');
}
