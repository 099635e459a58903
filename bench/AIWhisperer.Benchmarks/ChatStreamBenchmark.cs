using System.ClientModel;
using System.ClientModel.Primitives;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Providers.OpenAI;
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
        var http = new HttpClient(new CannedHandler(reply));
        _official = new ChatClient(
            "gpt-4o-mini",
            new ApiKeyCredential("none"),
            new OpenAIClientOptions { Endpoint = provider.BaseUrl, Transport = new HttpClientPipelineTransport(http) });
        if (await OursAsync() != await OfficialAsync())
        {
            throw new InvalidOperationException("The clients did not read the same text.");
        }
    }

    [Benchmark(Baseline = true, Description = "AIWhisperer", OperationsPerInvoke = CannedReply.ChunkCount)]
    public async Task<int> OursAsync()
    {
        var length = 0;
        await foreach (var update in _ours.GetStreamingResponseAsync(s_messages))
        {
            var contents = update.Contents;
            for (var index = 0; index < contents.Count; index++)
            {
                length += contents[index] is TextContent text ? text.Text.Length : 0;
            }
        }

        return length;
    }

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
}
