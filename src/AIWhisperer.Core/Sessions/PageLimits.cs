namespace AIWhisperer.Core.Sessions;

/// <summary>Checks what callers ask of a page.</summary>
internal static class PageLimits
{
    public static void Check(int limit, int most)
    {
        if (limit < 1 || limit > most)
        {
            throw new InvalidInputException(ErrorCodes.InvalidRequest, "limit", $"'limit' is {limit}; give 1 to {most}.");
        }
    }
}
