using AIWhisperer.Mcp;

namespace AIWhisperer.Server.Commands;

/// <summary>
/// The command <c>trust-mcp</c>: shows how an MCP server's tools differ from those that were approved, and approves of them when told to.
/// </summary>
internal static class TrustMcpCommand
{
    private const int DigitsShown = 12;

    /// <summary>Returns 1 when the server cannot be asked, or something is left to approve.</summary>
    public static async Task<int> RunAsync(
        IServiceProvider services, string serverId, bool approve, TextWriter output, TextWriter error, CancellationToken cancellationToken)
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
            review = await trust.ReviewAsync(serverId, approve, cancellationToken);
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

        await output.WriteLineAsync(
            approve ? "Approved. A running server offers these tools from its next turn on."
            : review.IsApproved ? "All of this is approved."
            : $"Not approved yet. Approve with: trust-mcp {serverId} --yes");
        return approve || review.IsApproved ? 0 : 1;
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
    }

    private static string Short(string? hash) => hash is null ? "none" : hash[..DigitsShown];

    // A server's words must not steer the terminal.
    private static string Shown(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
