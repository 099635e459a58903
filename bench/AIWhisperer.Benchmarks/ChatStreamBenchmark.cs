using System.ClientModel;
using System.ClientModel.Primitives;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Providers.OpenAI;
using AIWhisperer.Core.Providers.Resilience;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace AIWhisperer.Benchmarks;

/// <summary>What a chunk of a streamed reply costs, from the bytes of the body to the text; every figure is for one chunk.</summary>
[InProcess]
[MemoryDiagnoser]
[HideColumns("Error", "RatioSD", "Alloc Ratio")]
public class ChatStreamBenchmark
{
    private static readonly Microsoft.Extensions.AI.ChatMessage[] s_messages = [new(ChatRole.User, "Tell me of loops.")];
    private static readonly OpenAI.Chat.ChatMessage[] s_officialMessages = [new UserChatMessage("Tell me of loops.")];

    private OpenAIChatClient _ours = null!;
    private ResilientChatClient _resilient = null!;
    private ChatClient _official = null!;

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        var reply = CannedReply.Create();
        var provider = new ProviderDefinition
        {
            Id = "canned",
            Kind = "openai",
            BaseUrl = new Uri("http://canned.example/v1"),
            ApiKey = new Secret("none"),
        };
        _ours = new OpenAIChatClient(provider, new HttpMessageInvoker(new CannedHandler(reply)), TimeProvider.System);
        _resilient = new ResilientChatClient(
            new TimeLimitedChatClient(_ours, provider, TimeProvider.System),
            provider,
            new ProviderGuards(provider, TimeProvider.System),
            new CallTally(TimeProvider.System),
            TimeProvider.System);
        var http = new HttpClient(new CannedHandler(reply));
        _official = new ChatClient(
            "gpt-4o-mini",
            new ApiKeyCredential("none"),
            new OpenAIClientOptions { Endpoint = provider.BaseUrl, Transport = new HttpClientPipelineTransport(http) });
        if (await OursAsync() != await OfficialAsync() || await OursAsync() != await ResilientAsync())
        {
            throw new InvalidOperationException("The clients did not read the same text.");
        }
    }

    [Benchmark(Baseline = true, Description = "AIWhisperer", OperationsPerInvoke = CannedReply.ChunkCount)]
    public Task<int> OursAsync() => ReadAsync(_ours);

    [Benchmark(Description = "AIWhisperer with its decorators", OperationsPerInvoke = CannedReply.ChunkCount)]
    public Task<int> ResilientAsync() => ReadAsync(_resilient);

    [Benchmark(Description = "OpenAI SDK", OperationsPerInvoke = CannedReply.ChunkCount)]
    public async Task<int> OfficialAsync()
    {
        var length = 0;
        await foreach (var update in _official.CompleteChatStreamingAsync(s_officialMessages))
        {
            var parts = update.ContentUpdate;
            for (var index = 0; index < parts.Count; index++)
            {
                length += parts[index].Text?.Length ?? 0;
            }
        }

        return length;
    }

    private static async Task<int> ReadAsync(IChatClient client)
    {
        var length = 0;
        await foreach (var update in client.GetStreamingResponseAsync(s_messages))
        {
            var contents = update.Contents;
            for (var index = 0; index < contents.Count; index++)
            {
                length += contents[index] is TextContent text ? text.Text.Length : 0;
            }
        }

        return length;
    }
}
