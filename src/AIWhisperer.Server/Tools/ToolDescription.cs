using AIWhisperer.Core.Tools;

namespace AIWhisperer.Server.Tools;

/// <summary>Turns Core's view of tools into the one clients are given.</summary>
internal static class ToolDescription
{
    public static ToolResponse Of(Tool tool, ToolOptions options) => new()
    {
        Name = tool.Name,
        Description = tool.Function.Description,
        Category = tool.Category,
        Effect = tool.Effect,
        Tags = tool.Tags,
        Arguments = tool.Function.JsonSchema,
        Server = tool.Server,
        OffBecause = tool.OffBecause,
        GivesUntrusted = tool.GivesUntrusted,
        TimeoutSeconds = (tool.Timeout ?? options.Timeout).TotalSeconds,
    };

    public static ToolServerResponse Of(ToolServerStatus server) =>
        new(server.Id, server.State, server.Reason, [.. server.Tools.Select(tool => tool.Name)]);

    public static ToolSetResponse Of(ToolSet set, ToolGrants grants) =>
        new(set.Name, set.Description, set.Selection.Sets, [.. grants.Preview(new() { Sets = [set.Name] }).All.Keys]);
}
