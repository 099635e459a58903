using System.Runtime.CompilerServices;
using System.Text.Json;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Providers.Cassettes;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.Cassettes;

/// <summary>One provider whose wire a test scripts, recorded into a folder of its own and replayed from it.</summary>
internal sealed class CassetteRig : IDisposable
{
    public const string Provider = "test";
    public const string Model = "model-a";

    private readonly TemporaryDirectory _files = new();
    private readonly FakeProviderKind _kind;

    public CassetteRig()
    {
        Directory = _files.File("cassettes");
        _kind = new("scripted", create: _ => new ScriptedChatClient(() => Script()));
    }

    public string Directory { get; }

    /// <summary>The keys that are configured.</summary>
    public Secret[] Keys { get; init; } = [];

    /// <summary>What the wire does next.</summary>
    public Func<IAsyncEnumerable<ChatResponseUpdate>> Script { get; set; } = () => Updates("Hello");

    /// <summary>The only cassette.</summary>
    public string File => Assert.Single(System.IO.Directory.GetFiles(Directory));

    public string Text => System.IO.File.ReadAllText(File);

    public IChatClient Recorder(TimeProvider? clock = null) => Client(Decks.Recording(Directory, clock));

    public IChatClient Player(string? path = null, double speed = 0, TimeProvider? clock = null) =>
        Client(Decks.Replaying(path ?? Directory, speed, clock));

    public static async IAsyncEnumerable<ChatResponseUpdate> Updates(params IEnumerable<string> texts)
    {
        await Task.Yield();
        foreach (var text in texts)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, text) { ModelId = Model };
        }
    }

    /// <summary>The options of a call of a session's agent.</summary>
    public static ProviderCallOptions Call(string session = "s1", string agent = "alice", string model = Model) =>
        new() { SessionId = session, AgentId = agent, ModelId = model };

    /// <summary>Everything a call gave, and how it ended, in one comparable text.</summary>
    public static async Task<string> HearAsync(
        IChatClient client, IEnumerable<ChatMessage> messages, ProviderCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        var heard = new List<string>();
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync(messages, options ?? Call(), cancellationToken))
            {
                var contents = update.Contents.Select(content => content switch
                {
                    FunctionCallContent call =>
                        $"call {call.CallId} {call.Name} {JsonSerializer.Serialize(call.Arguments)} {call.Exception?.Message} {call.RawRepresentation}",
                    UsageContent usage => JsonSerializer.Serialize(usage.Details),
                    TextReasoningContent reasoning => $"reasoning {reasoning.Text}",
                    _ => $"text {content}",
                });
                heard.Add($"[{string.Join(" | ", contents)}] {update.FinishReason}");
            }

            heard.Add("completed");
        }
        catch (ProviderException failure)
        {
            heard.Add($"failed {failure.Code} {failure.Message} {failure.Retryable} {failure.Status} {failure.RetryAfter}");
        }
        catch (InvalidOperationException)
        {
            heard.Add("broke");
        }
        catch (OperationCanceledException)
        {
            heard.Add("cancelled");
        }

        return string.Join('\n', heard);
    }

    public static Task<string> AskAsync(IChatClient client, string text, ProviderCallOptions? options = null) =>
        HearAsync(client, [new ChatMessage(ChatRole.User, text)], options, TestContext.Current.CancellationToken);

    public void Dispose() => _files.Dispose();

    private IChatClient Client(CassetteDeck deck) => deck.NewClient(new ProviderDefinition { Id = Provider, Kind = "scripted" }, _kind, () => Keys);

    private sealed class ScriptedChatClient(Func<IAsyncEnumerable<ChatResponseUpdate>> script) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            script().ToChatResponseAsync(cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var update in script().WithCancellation(cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return update;
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
