using System.Text.Json;
using System.Text.RegularExpressions;

namespace AIWhisperer.Core.Providers.Offline.Skills;

/// <summary>Calls a tool when the user plainly asks for it.</summary>
internal sealed partial class ToolRequestSkill : IOfflineSkill
{
    // The names belong to the room Tools, which this room does not know; to a model a tool is a name in the request.
    private const string TimeTool = "get_current_time";
    private const string SwitchTool = "switch_agent";

    public OfflineReply? TryAnswer(OfflineConversation conversation) =>
        TryTime(conversation) ?? TrySwitch(conversation) ?? TryNamed(conversation);

    private static OfflineReply? TryTime(OfflineConversation conversation)
    {
        var match = Time().Match(conversation.Command);
        return !match.Success ? null
            : match.Groups["zone"] is { Success: true, Value: var zone } ? Call(conversation, TimeTool, new() { ["time_zone"] = zone })
            : Call(conversation, TimeTool, []);
    }

    private static OfflineReply? TrySwitch(OfflineConversation conversation)
    {
        var match = Switch().Match(conversation.Command);
        return match.Success
            ? Call(
                conversation,
                SwitchTool,
                new() { ["agent_id"] = match.Groups["agent"].Value.ToLowerInvariant(), ["reason"] = "The user asked." })
            : null;
    }

    private static OfflineReply? TryNamed(OfflineConversation conversation)
    {
        var text = conversation.UserText;
        var brace = text.IndexOf('{', StringComparison.Ordinal);
        var match = Named().Match(brace < 0 ? conversation.Command : Start(text, brace));
        if (!match.Success)
        {
            return null;
        }

        var name = match.Groups["name"].Value;
        if (!conversation.ToolNames.Contains(name) && !match.Groups["word"].Success && !name.Contains('_', StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var arguments = brace < 0
                ? []
                : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text[brace..].TrimEnd('.', ' ', '\n'));
            return Call(conversation, name, arguments!.ToDictionary(pair => pair.Key, object? (pair) => pair.Value));
        }
        catch (JsonException)
        {
            return OfflineReply.Say(
                $"I did not call {name}: what follows “with” is not a JSON object. Write it like with {{\"name\": \"value\"}}.");
        }
    }

    private static string Start(string text, int brace) => brace <= 200 ? text[..brace].Trim() : string.Empty;

    private static OfflineReply Call(OfflineConversation conversation, string tool, Dictionary<string, object?> arguments)
    {
        if (conversation.ToolNames.Contains(tool))
        {
            return OfflineReply.Ask(conversation.Call(tool, arguments));
        }

        return NotGrantedReply.To(conversation, tool);
    }

    [GeneratedRegex(
        @"\bwhat(?:'s| is) the (?:current )?time\b(?! (?:limit|out|zone))(?: now)?(?: in (?<zone>UTC|[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+))?"
            + @"|\bwhat time is it(?: now)?(?: in (?<zone>UTC|[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+))?",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Time();

    [GeneratedRegex(
        @"^(?:please |now )*(?:(?:can|could|may) (?:you |I )(?:please )?)?"
            + @"(?:(?:switch|change|hand (?:me )?over|transfer me|take me|bring me)(?: me)?(?: back)? to"
            + @"|(?:let me |I want to |I(?:'d| would) like to )?(?:talk|speak) (?:to|with))"
            + @" (?:the agent |agent )?(?<agent>[A-Za-z][\w-]{0,63})(?: now)?(?:,? please)?\W*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Switch();

    [GeneratedRegex(
        @"^(?:please )?(?:call|use|run|invoke) (?:the )?(?<word>tool )?[`'""]?(?<name>[A-Za-z][\w-]{0,63})[`'""]?(?<word> tool)?"
            + @"(?: (?:with|and) ?(?:arguments )?)?[ .!:]*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Named();
}
