using AIWhisperer.Core;
using AIWhisperer.Core.Providers;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Anthropic.Tests;

public sealed class ModelListTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_OfTheProvider_IsItsNames()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.ScriptAlways("", reply => reply.Status(200, """{"data":[{"type":"model","id":"claude-b"},{"id":"claude-a"},{"id":"claude-b"}],"has_more":false}"""));
        using var client = new TestClient(upstream);

        Assert.Equal(["claude-b", "claude-a"], await SourceOf(client).ListModelsAsync(Token));
        var request = Assert.Single(upstream.Requests);
        Assert.Equal(("/v1/models", TestClient.Key), (request.Path, request.Headers["x-api-key"]));
    }

    [Theory]
    [InlineData(401, """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}""", ErrorCodes.ProviderAuthentication)]
    [InlineData(200, """{"models":[]}""", ErrorCodes.ProviderMalformed)]
    [InlineData(200, "<html>", ErrorCodes.ProviderMalformed)]
    [InlineData(200, """{"data":[{"id":"a"}""", ErrorCodes.ProviderMalformed)]
    public async Task List_ThatIsNone_IsATypedFault(int status, string body, string code)
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.ScriptAlways("", reply => reply.Status(status, body));
        using var client = new TestClient(upstream);

        var fault = await Assert.ThrowsAsync<ProviderException>(() => SourceOf(client).ListModelsAsync(Token));

        Assert.Equal(code, fault.Code);
    }

    private static IModelSource SourceOf(TestClient client) => (IModelSource)client.Create().GetService(typeof(IModelSource), null)!;
}
