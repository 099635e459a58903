using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AIWhisperer.Core.Providers.Offline.Skills;

/// <summary>Reads the files that the user names, all at once, and writes a summary of them to another one where that is asked for.</summary>
internal sealed partial class FileSkill : IOfflineSkill
{
    // The names belong to the room Tools, which this room does not know; to a model a tool is a name in the request.
    private const string ReadTool = "read_file";
    private const string WriteTool = "write_file";

    private const int LongestLine = 200;

    public OfflineReply? TryAnswer(OfflineConversation conversation)
    {
        var request = Request().Match(conversation.Command);
        if (!request.Success)
        {
            return null;
        }

        var results = conversation.ToolResults;
        return results.IsEmpty ? Read(conversation, [.. FileName().Matches(request.Groups["files"].Value).Select(file => file.Value)])
            : request.Groups["target"] is { Success: true, Value: var target } && results.All(result => result.Tool == ReadTool)
                ? Write(conversation, target, [.. results.Where(result => !result.IsError)])
            : null;
    }

    private static OfflineReply Read(OfflineConversation conversation, ImmutableArray<string> files) =>
        conversation.ToolNames.Contains(ReadTool)
            ? OfflineReply.Ask([.. files.Select((file, index) => conversation.Call(ReadTool, new Dictionary<string, object?> { ["path"] = file }, index))])
            : NotGrantedReply.To(conversation, ReadTool);

    private static OfflineReply? Write(OfflineConversation conversation, string target, ImmutableArray<OfflineToolResult> read)
    {
        if (read.IsEmpty)
        {
            // The results tell why: there is nothing to write of.
            return null;
        }

        var summary = $"# Summary\n\n{string.Concat(read.Select(file => $"- {file.Path}: {FirstLine(file.Text)}\n"))}";
        return conversation.ToolNames.Contains(WriteTool)
            ? OfflineReply.Ask(conversation.Call(WriteTool, new Dictionary<string, object?> { ["path"] = target, ["content"] = summary }))
            : NotGrantedReply.To(conversation, WriteTool);
    }

    private static string FirstLine(string text)
    {
        var line = text.Split('\n').Select(one => one.Trim().TrimStart('#').Trim()).FirstOrDefault(one => one.Length > 0) ?? "empty";
        return line.Length <= LongestLine ? line : line[..LongestLine] + " …";
    }

    [GeneratedRegex(
        @"^(?:please )?read (?:the files? )?(?<files>[\w./-]+\.\w+(?:(?:,| and|, and) [\w./-]+\.\w+)*)"
            + @"(?:,? (?:and|then) (?:write|put|save) (?:a |their |the )?summary (?:of (?:it|them) )?(?:in)?to (?<target>[\w./-]+\.\w+))?\W*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Request();

    [GeneratedRegex(@"[\w./-]+\.\w+", RegexOptions.None, 1_000)]
    private static partial Regex FileName();
}
