using AIWhisperer.Core.Sessions;

namespace AIWhisperer.Storage;

/// <summary>
/// Sums of usage as rows: one for each owner, day, session, agent, provider and model. All turns that a session has with an agent on a day
/// share a row for each model, so a reader passes over far fewer rows than there are turns.
/// </summary>
internal static class UsageRow
{
    // No day costs more, whatever prices are configured: a sum that overflowed would have the turn's ending refused.
    private const decimal MostUsd = 9_000_000;
    private const decimal UnitsPerUsd = 1_000_000_000;

    private const string Numbers =
        "turns, calls, input_tokens, output_tokens, cached_input_tokens, reasoning_tokens, estimated_tokens, unpriced_tokens, cost";

    /// <summary>Adds to the row of the same key.</summary>
    public const string Add =
        $"""
        INSERT INTO usage (owner, day, session_id, agent_id, provider, model, {Numbers})
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        ON CONFLICT (owner, day, session_id, agent_id, provider, model) DO UPDATE SET
            turns = turns + excluded.turns,
            calls = calls + excluded.calls,
            input_tokens = input_tokens + excluded.input_tokens,
            output_tokens = output_tokens + excluded.output_tokens,
            cached_input_tokens = cached_input_tokens + excluded.cached_input_tokens,
            reasoning_tokens = reasoning_tokens + excluded.reasoning_tokens,
            estimated_tokens = estimated_tokens + excluded.estimated_tokens,
            unpriced_tokens = unpriced_tokens + excluded.unpriced_tokens,
            cost = min(cost + excluded.cost, ?16)
        """;

    private static readonly (UsageGrouping By, string Column)[] s_keys =
    [
        (UsageGrouping.Day, "day"),
        (UsageGrouping.Session, "session_id"),
        (UsageGrouping.Agent, "agent_id"),
        (UsageGrouping.Provider | UsageGrouping.Model, "provider"),
        (UsageGrouping.Model, "model"),
    ];

    /// <summary>Binds what a turn took of one model.</summary>
    /// <param name="statement"><see cref="Add"/>.</param>
    /// <param name="session">The turn's session.</param>
    /// <param name="entry">The turn.</param>
    /// <param name="index">Which of its models.</param>
    public static Statement Bind(Statement statement, SessionRecord session, UsageEntry entry, int index)
    {
        var model = entry.Models[index];
        var tokens = model.InputTokens + model.OutputTokens;
        return statement
            .Bind(1, session.Owner)
            .Bind(2, entry.Day.DayNumber)
            .Bind(3, session.Id)
            .Bind(4, entry.AgentId)
            .Bind(5, model.Provider)
            .Bind(6, model.Model)
            .Bind(7, index == entry.Models.Count - 1 ? 1 : 0)
            .Bind(8, model.Calls)
            .Bind(9, model.InputTokens)
            .Bind(10, model.OutputTokens)
            .Bind(11, model.CachedInputTokens)
            .Bind(12, model.ReasoningTokens)
            .Bind(13, model.Estimated ? tokens : 0)
            .Bind(14, model.CostUsd is null ? tokens : 0)
            .Bind(15, (long)decimal.Round(Math.Min(model.CostUsd ?? 0, MostUsd) * UnitsPerUsd))
            .Bind(16, (long)(MostUsd * UnitsPerUsd));
    }

    /// <summary>Sums by group; <see cref="BindQuery"/> binds it.</summary>
    public static string Sum(UsageGrouping groupBy)
    {
        var keys = s_keys.Where(key => (groupBy & key.By) != 0).Select(key => key.Column).ToArray();
        var columns = s_keys.Select(key => keys.Contains(key.Column) ? key.Column : "NULL");
        var sums = Numbers.Split(", ").Select(number => $"sum({number})");
        var groups = keys.Length == 0
            ? "HAVING count(*) > 0"
            : $"GROUP BY {string.Join(", ", keys)} ORDER BY {string.Join(", ", keys.Select(key => key == "day" ? "day DESC" : key))}";
        return $"""
            SELECT {string.Join(", ", columns)}, {string.Join(", ", sums)}
            FROM usage
            WHERE owner = ?1 AND day BETWEEN ?2 AND ?3
                AND (?4 IS NULL OR session_id = ?4)
                AND (?5 IS NULL OR agent_id = ?5)
                AND (?6 IS NULL OR provider = ?6)
                AND (?7 IS NULL OR model = ?7)
            {groups}
            """;
    }

    public static Statement BindQuery(Statement statement, UsageQuery query) => statement
        .Bind(1, query.Owner)
        .Bind(2, query.From.DayNumber)
        .Bind(3, query.Through.DayNumber)
        .Bind(4, query.SessionId)
        .Bind(5, query.AgentId)
        .Bind(6, query.Provider)
        .Bind(7, query.Model);

    public static UsageSum Read(Statement row) => new()
    {
        Day = row.IsNull(0) ? null : DateOnly.FromDayNumber((int)row.Int64(0)),
        SessionId = TextOrNull(row, 1),
        AgentId = TextOrNull(row, 2),
        Provider = TextOrNull(row, 3),
        Model = TextOrNull(row, 4),
        Turns = row.Int64(5),
        Calls = row.Int64(6),
        InputTokens = row.Int64(7),
        OutputTokens = row.Int64(8),
        CachedInputTokens = row.Int64(9),
        ReasoningTokens = row.Int64(10),
        EstimatedTokens = row.Int64(11),
        UnpricedTokens = row.Int64(12),
        PricedUsd = row.Int64(13) / UnitsPerUsd,
    };

    private static string? TextOrNull(Statement row, int column) => row.IsNull(column) ? null : row.Text(column);
}
