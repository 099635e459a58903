using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Providers.OpenAI;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.OpenAI;

public sealed class ConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancel_WhileTheProviderIsSilent_ClosesTheSocket()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.Text("Hello").Hold());
        using var client = new TestClient(upstream);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await using var updates = client.StreamAsync("Hi", cancel.Token).GetAsyncEnumerator(Token);
        Assert.True(await updates.MoveNextAsync());
        var next = updates.MoveNextAsync().AsTask();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await (await upstream.NextRequestAsync(Token)).Aborted.WaitAsync(Token);
    }

    [Fact]
    public async Task Cancel_BetweenTwoReads_ClosesTheSocket()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.Text("Hello").Hold());
        using var client = new TestClient(upstream);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await using (var updates = client.StreamAsync("Hi", cancel.Token).GetAsyncEnumerator(Token))
        {
            Assert.True(await updates.MoveNextAsync());
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => updates.MoveNextAsync().AsTask());
        }

        await (await upstream.NextRequestAsync(Token)).Aborted.WaitAsync(Token);
    }

    [Fact]
    public async Task Stream_GivenUp_ClosesTheSocket()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.Text("Hello").Hold());
        using var client = new TestClient(upstream);

        await foreach (var update in client.StreamAsync("Hi", Token))
        {
            break;
        }

        await (await upstream.NextRequestAsync(Token)).Aborted.WaitAsync(Token);
    }

    [Fact]
    public async Task Cancel_BeforeTheHeaders_ClosesTheSocket()
    {
        var gate = new UpstreamGate();
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.Gate(gate));
        using var client = new TestClient(upstream);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var call = client.StreamAsync("Hi", cancel.Token).ToListAsync(Token).AsTask();
        await gate.Reached.WaitAsync(Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await (await upstream.NextRequestAsync(Token)).Aborted.WaitAsync(Token);
    }

    [Fact]
    public void Connections_OfOneEndpoint_AreSharedAcrossReloads()
    {
        using var connections = new EndpointConnections();

        var first = connections.For(new Uri("http://Host.example/v1"));

        Assert.Same(first, connections.For(new Uri("http://host.example:80/other/path?x=1")));
        Assert.NotSame(first, connections.For(new Uri("https://host.example/v1")));
        Assert.NotSame(first, connections.For(new Uri("http://host.example:81/v1")));
    }

    [Fact]
    public void Kind_WithoutABaseUrl_RefusesToMakeAClient()
    {
        using var kind = new OpenAIProviderKind(TimeProvider.System);

        Assert.Equal("openai", kind.Name);
        Assert.True(kind.NeedsBaseUrl);
        Assert.Throws<ArgumentException>(() => kind.CreateClient(new ProviderDefinition { Id = "p", Kind = "openai" }));
    }

    [Fact]
    public void Client_AskedForAService_GivesItself()
    {
        using var client = new TestClient(new Uri("http://127.0.0.1:1"));
        var chat = client.Create();

        Assert.Same(chat, chat.GetService<IChatClient>());
        Assert.Null(chat.GetService<string>());
    }
}
