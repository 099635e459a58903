using System.Globalization;
using AIWhisperer.Core;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.Server.Usage;

/// <summary>Reads what a caller asks of usage, and says what cannot be read.</summary>
internal static class UsageRequest
{
    private const int DefaultDays = 30;
    private const int MostDays = 366;
    private const int MostRows = 10_000;

    private static readonly Dictionary<string, UsageGrouping> s_groupings = new(StringComparer.Ordinal)
    {
        ["day"] = UsageGrouping.Day,
        ["session"] = UsageGrouping.Session,
        ["agent"] = UsageGrouping.Agent,
        ["provider"] = UsageGrouping.Provider,
        ["model"] = UsageGrouping.Model,
    };

    /// <summary>The first and the last day; without the last it is today, without the first 30 days up to the last.</summary>
    public static (DateOnly From, DateOnly To) ReadDays(string? from, string? to, DateOnly today)
    {
        var last = to is null ? today : ReadDay(nameof(to), to);
        var first = from is not null ? ReadDay(nameof(from), from)
            : last.DayNumber < DefaultDays ? DateOnly.MinValue
            : last.AddDays(1 - DefaultDays);
        var days = last.DayNumber - first.DayNumber + 1;
        return days switch
        {
            < 1 => throw Refused(nameof(from), $"'from' is {first:O}, after 'to', which is {last:O}. Give an earlier 'from', or a later 'to'."),
            > MostDays => throw Refused(nameof(from), $"'from' {first:O} to 'to' {last:O} is {days} days. Ask for at most {MostDays} in one call."),
            _ => (first, last),
        };
    }

    public static UsageGrouping ReadGrouping(string groupBy)
    {
        var grouping = UsageGrouping.None;
        foreach (var name in groupBy.Split(','))
        {
            grouping |= s_groupings.TryGetValue(name, out var one)
                ? one
                : throw Refused(nameof(groupBy), $"'{name}' is nothing to group by. Give one or several of {string.Join(", ", s_groupings.Keys)}, with commas.");
        }

        return grouping;
    }

    public static int CheckLimit(int limit) =>
        limit is >= 1 and <= MostRows ? limit : throw Refused(nameof(limit), $"'limit' is {limit}; give 1 to {MostRows}.");

    private static DateOnly ReadDay(string field, string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Refused(field, $"'{field}' is '{text}'. Give a UTC day as year, month and day, such as 2026-11-22.");

    private static InvalidInputException Refused(string field, FormattableString message) =>
        new(ErrorCodes.InvalidRequest, field, message.ToString(CultureInfo.InvariantCulture));
}
