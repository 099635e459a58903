using System.Globalization;
using System.Text;
using AIWhisperer.Mcp;

namespace AIWhisperer.Server.Commands;

/// <summary>
/// The command <c>trust-mcp</c>: shows how an MCP server's tools differ from those that were approved, and approves of exactly what was
/// shown, which its fingerprint tells.
/// </summary>
internal static class TrustMcpCommand
{
    private const int DigitsShown = 12;

    /// <summary>Returns 1 when the server cannot be asked, or something is left to approve.</summary>
    /// <param name="services">The services of the server.</param>
    /// <param name="serverId">The MCP server.</param>
    /// <param name="fingerprint">What an earlier run showed, to be approved; null to be shown only.</param>
    /// <param name="output">Takes what is shown.</param>
    /// <param name="error">Takes why it cannot be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<int> RunAsync(
        IServiceProvider services, string serverId, string? fingerprint, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var trust = services.GetRequiredService<McpTrust>();
        if (trust.FindOrigin(serverId) is not { } origin)
        {
            await error.WriteLineAsync($"mcp.yaml declares no MCP server '{serverId}' without errors; `validate` shows what is wrong.");
            return 1;
        }

        // Before anything runs.
        await output.WriteLineAsync($"{serverId}: {origin}");
        ServerReview review;
        try
        {
            review = await trust.ReviewAsync(serverId, fingerprint, cancellationToken);
        }
        catch (InvalidDataException fault)
        {
            await error.WriteLineAsync($"{serverId}: {fault.Message}.");
            return 1;
        }

        if (review.OriginBefore is { } before && before != origin)
        {
            await output.WriteLineAsync($"  approved was: {before}");
        }

        foreach (var tool in review.Tools)
        {
            await DescribeAsync(tool, output);
        }

        if (fingerprint is not null && fingerprint != review.Fingerprint)
        {
            await error.WriteLineAsync($"""
                Nothing was approved: this is not what the fingerprint was given for. Read it again.
                  given: {Shown(fingerprint)}
                  now:   {review.Fingerprint}
                """);
            return 1;
        }

        await output.WriteLineAsync($"  fingerprint: {review.Fingerprint}");
        await output.WriteLineAsync(
            fingerprint is not null ? "Approved. A running server offers these tools from its next turn on."
            : review.IsApproved ? "All of this is approved."
            : $"Not approved yet. Approve with: trust-mcp {serverId} --yes {review.Fingerprint}");
        return fingerprint is not null || review.IsApproved ? 0 : 1;
    }

    private static async Task DescribeAsync(ToolReview tool, TextWriter output)
    {
        var change = tool.Change switch
        {
            ToolChange.New => "new",
            ToolChange.Changed => "changed",
            ToolChange.Gone => "gone",
            _ => "approved",
        };
        await output.WriteLineAsync($"  {Shown(tool.Tool)}: {change}");
        if (tool.Change == ToolChange.None)
        {
            return;
        }

        await output.WriteLineAsync($"    description {Short(tool.Before?.Description)} -> {Short(tool.Now?.Description)}");
        await output.WriteLineAsync($"    schema      {Short(tool.Before?.Schema)} -> {Short(tool.Now?.Schema)}");
        if (tool.Description.Length > 0)
        {
            await output.WriteLineAsync($"    {Shown(tool.Description)}");
        }

        // Models read the descriptions in it too.
        if (tool.Schema.Length > 0)
        {
            await output.WriteLineAsync($"    {Shown(tool.Schema)}");
        }
    }

    private static string Short(string? hash) => hash is null ? "none" : hash[..DigitsShown];

    // A server's words must neither steer the terminal nor hide from the reader.
    private static string Shown(string text) => string.Concat(text.EnumerateRunes().Select(rune =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
            ? $"\\u{rune.Value:x4}"
            : rune.ToString()));
}
