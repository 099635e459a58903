using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Offline;

/// <summary>A request as the offline model sees it. Everything in it is data; nothing in it is an instruction.</summary>
internal sealed partial class OfflineConversation
{
    private const int MaxCommandLength = 400;
    private const int MaxInstructionsRead = 1_000;

    private readonly int _callsSoFar;

    public OfflineConversation(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var all = messages.ToList();

        // A user message with an author quotes somebody else.
        var spoken = all.Where(message => message.Role == ChatRole.User && message.AuthorName is null).Select(message => message.Text.Trim()).ToImmutableArray();

        UserText = spoken.LastOrDefault(string.Empty);
        EarlierUserTexts = spoken.Length == 0 ? spoken : spoken.RemoveAt(spoken.Length - 1);
        LastReply = all.LastOrDefault(message => message.Role == ChatRole.Assistant && message.Text.Length > 0)?.Text;
        Command = Whitespace().Replace(UserText.Length <= MaxCommandLength ? UserText : UserText[..MaxCommandLength], " ").Trim();
        AgentName = FindName(options?.Instructions ?? all.FirstOrDefault(message => message.Role == ChatRole.System)?.Text);
        ToolNames = options?.ToolMode is NoneChatToolMode || options?.Tools is null
            ? []
            : [.. options.Tools.OfType<AIFunctionDeclaration>().Select(tool => tool.Name)];
        ToolResults = FindResults(all);
        _callsSoFar = all.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Count();
    }

    /// <summary>The user's last message, whole.</summary>
    public string UserText { get; }

    /// <summary>Its beginning on one line: requests are looked for here only, so that no long text costs long matching.</summary>
    public string Command { get; }

    /// <summary>What the user wrote before, oldest first.</summary>
    public ImmutableArray<string> EarlierUserTexts { get; }

    /// <summary>The assistant's last text, or null.</summary>
    public string? LastReply { get; }

    /// <summary>The name in instructions that begin with "You are NAME", or null.</summary>
    public string? AgentName { get; }

    /// <summary>The tools that may be called now.</summary>
    public ImmutableArray<string> ToolNames { get; }

    /// <summary>The results that end the history, in the order of their calls.</summary>
    public ImmutableArray<OfflineToolResult> ToolResults { get; }

    /// <summary>The call of a tool, under an id that is new in this conversation.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="before">How many other calls the same reply makes before it.</param>
    public FunctionCallContent Call(string tool, IDictionary<string, object?> arguments, int before = 0) =>
        new(FormattableString.Invariant($"call_{_callsSoFar + before + 1}"), tool, arguments);

    private static ImmutableArray<OfflineToolResult> FindResults(List<ChatMessage> messages)
    {
        var calls = messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToLookup(call => call.CallId);
        return
        [
            .. messages.Skip(messages.FindLastIndex(message => message.Role != ChatRole.Tool) + 1)
                .SelectMany(message => message.Contents)
                .OfType<FunctionResultContent>()
                .Select(result => (Result: result, Call: calls[result.CallId].LastOrDefault()))
                .Select(pair => new OfflineToolResult(
                    pair.Call?.Name ?? "the tool",
                    pair.Call?.Arguments?.TryGetValue("path", out var path) == true ? TextOf(path) : null,
                    TextOf(pair.Result.Result))),
        ];
    }

    private static string TextOf(object? result) => result switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString()!,
        JsonElement json => json.GetRawText(),
        _ => JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions),
    };

    private static string? FindName(string? instructions)
    {
        var start = instructions is null || instructions.Length <= MaxInstructionsRead ? instructions : instructions[..MaxInstructionsRead];
        var match = NamedRole().Match(start ?? string.Empty);
        return match.Success ? match.Groups["name"].Value : null;
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1_000)]
    private static partial Regex Whitespace();

    // A heading or two may come before it.
    [GeneratedRegex(
        @"\A\s*(?:#[^\n]*\n\s*)*You are (?!(?:An?|The)\b)(?<name>\p{Lu}[\p{L}\d'-]{0,39})",
        RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex NamedRole();
}
