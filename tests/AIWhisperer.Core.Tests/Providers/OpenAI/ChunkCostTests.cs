using System.Text;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Providers.OpenAI;

namespace AIWhisperer.Core.Tests.Providers.OpenAI;

public sealed class ChunkCostTests
{
    [Fact]
    public void Chunk_OfText_AllocatesAtMost250Bytes()
    {
        const int Count = 5000;
        var chunk = Encoding.UTF8.GetBytes(
            """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":" token"},"finish_reason":null}]}""");
        var reader = new ChunkReader(new ProviderFaults(new ProviderDefinition { Id = "test", Kind = "openai" }), new ReplyFields(WireDialect.Shared));
        reader.Read("message", chunk);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var read = 0; read < Count; read++)
        {
            reader.Read("message", chunk);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (double)Count, 1, 250);
    }
}
