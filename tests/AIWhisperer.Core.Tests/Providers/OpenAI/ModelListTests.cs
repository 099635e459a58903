using AIWhisperer.Core.Providers;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.OpenAI;

public sealed class ModelListTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"object":"list","data":[{"id":"b","object":"model"},{"id":"a"},{"id":"b"},{"id":""}]}""")]
    [InlineData("""[{"id":"b"},{"id":"a"}]""")]
    public async Task List_OfAnyShape_GivesEachNameOnce(string json)
    {
        var (models, request) = await ListAsync(reply => reply.Status(200, json));

        Assert.Equal(["b", "a"], models);
        Assert.Equal("/v1/models", request.Path);
        Assert.Equal("", request.BodyText);
        Assert.Equal($"Bearer {TestClient.Key}", request.Headers["Authorization"]);
        Assert.Equal("application/json", request.Headers["Accept"]);
    }

    [Fact]
    public async Task List_WithoutModels_IsEmpty() => Assert.Empty((await ListAsync(reply => reply.Status(200, """{"data":[]}"""))).Models);

    [Theory]
    [InlineData(401, """{"error":{"message":"Bad key sk-canary-7f3a9b1c5d."}}""", ErrorCodes.ProviderAuthentication)]
    [InlineData(404, "", ErrorCodes.ProviderRejected)]
    [InlineData(429, """{"error":{"message":"Slow down."}}""", ErrorCodes.ProviderRateLimited)]
    [InlineData(500, "", ErrorCodes.ProviderUnavailable)]
    [InlineData(200, """{"error":{"message":"No.","code":503}}""", ErrorCodes.ProviderUnavailable)]
    [InlineData(200, "<html></html>", ErrorCodes.ProviderMalformed)]
    [InlineData(200, "", ErrorCodes.ProviderMalformed)]
    [InlineData(200, "7", ErrorCodes.ProviderMalformed)]
    [InlineData(200, "{}", ErrorCodes.ProviderMalformed)]
    [InlineData(200, """{"data":null}""", ErrorCodes.ProviderMalformed)]
    [InlineData(200, """{"data":[{}]}""", ErrorCodes.ProviderMalformed)]
    [InlineData(200, """{"data":[{"id":7}]}""", ErrorCodes.ProviderMalformed)]
    [InlineData(200, """{"data":["a"]}""", ErrorCodes.ProviderMalformed)]
    public async Task Fault_OfTheProvider_HasItsCode(int status, string body, string code)
    {
        var fault = await Assert.ThrowsAsync<ProviderException>(() => ListAsync(reply => reply.Status(status, body)));

        Assert.Equal(code, fault.Code);
        Assert.DoesNotContain(TestClient.Key, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_BrokenOff_IsTruncated()
    {
        var fault = await Assert.ThrowsAsync<ProviderException>(() => ListAsync(reply => reply.Raw("{\"data\":[").Cut()));

        Assert.Equal(ErrorCodes.ProviderTruncated, fault.Code);
    }

    [Fact]
    public async Task List_WithoutEnd_IsCutOff()
    {
        var megabyte = new string(' ', 1024 * 1024);

        var fault = await Assert.ThrowsAsync<ProviderException>(() => ListAsync(reply =>
        {
            for (var count = 0; count < 9; count++)
            {
                reply.Raw(megabyte);
            }

            reply.Hold();
        }));

        Assert.Equal(ErrorCodes.ProviderMalformed, fault.Code);
    }

    [Fact]
    public async Task List_Cancelled_EndsTheRequest()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script("", reply => reply.Hold());
        using var client = new TestClient(upstream);
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var listing = SourceOf(client).ListModelsAsync(cancelling.Token);
        var request = await upstream.NextRequestAsync(Token);
        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listing);
        await request.Aborted.WaitAsync(Token);
    }

    private static IModelSource SourceOf(TestClient client) => client.Create().GetService<IModelSource>()!;

    private static async Task<(IReadOnlyList<string> Models, UpstreamRequest Request)> ListAsync(Action<UpstreamReply> write)
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script("", write);
        using var client = new TestClient(upstream);
        return (await SourceOf(client).ListModelsAsync(Token), Assert.Single(upstream.Requests));
    }
}
