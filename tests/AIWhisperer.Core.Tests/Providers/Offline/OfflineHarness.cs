using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Providers.Offline;
using AIWhisperer.Core.Providers.Offline.Documentation;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.Offline;

/// <summary>The offline model over documents of the tests' own.</summary>
internal static class OfflineHarness
{
    public const string Guide = """
        # Guide

        This server hosts conversations.

        ## Adding an agent

        Put a YAML file into `config/agents`. Each agent names its model: saving the file reloads it.

        ```yaml
        # not a heading
        carol:
          name: "Carol"
        ```

        ## Streaming

        Tokens travel over SignalR. Attach with a `seq` to resume after a cut.

        ### Over HTTP

        Ask for text/event-stream and set `Last-Event-ID`.
        """;

    private static readonly ProviderDefinition s_provider = new() { Id = "offline", Kind = "offline", WordsPerSecond = 0 };

    public static OfflineChatClient Client(double wordsPerSecond = 0, TimeProvider? timeProvider = null) => new(
        s_provider with { WordsPerSecond = wordsPerSecond },
        new OfflineResponder(new DocumentationIndex(MarkdownReader.Read("docs/guide.md", Guide))),
        timeProvider ?? TimeProvider.System);

    public static ChatOptions Options(string model = OfflineModels.Full, string? instructions = null, params string[] tools) => new()
    {
        ModelId = model,
        Instructions = instructions,
        Tools = [.. tools.Select(tool => AIFunctionFactory.Create(() => { }, tool))],
    };

    public static Task<ChatResponse> AskAsync(string text, ChatOptions? options = null) =>
        AskAsync([new(ChatRole.User, text)], options);

    public static async Task<ChatResponse> AskAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null)
    {
        using var client = Client();
        return await client.GetResponseAsync(messages, options ?? Options(), TestContext.Current.CancellationToken);
    }
}
