using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Anthropic.Tests;

public sealed class ConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancel_WhileTheProviderIsSilent_ClosesTheSocket()
    {
        await using var upstream = await HoldingUpstreamAsync();
        using var client = new TestClient(upstream);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await using var updates = client.StreamAsync("Hi", cancel.Token).GetAsyncEnumerator(Token);
        do
        {
            Assert.True(await updates.MoveNextAsync());
        }
        while (updates.Current.Text.Length == 0);

        // Nothing but the rest of the block comes before the silence.
        var rest = Task.Run(
            async () =>
            {
                while (await updates.MoveNextAsync())
                {
                }
            },
            Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rest);
        await (await upstream.NextRequestAsync(Token)).Aborted.WaitAsync(Token);
    }

    [Fact]
    public async Task Stream_GivenUp_ClosesTheSocket()
    {
        await using var upstream = await HoldingUpstreamAsync();
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
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
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
    public async Task Calls_OneAfterTheOther_ShareAConnection()
    {
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.ScriptAlways(TestClient.Model, reply => new AnthropicReply(reply).Start().Text("Hello").Stop());
        using var client = new TestClient(upstream);

        await client.AskAsync();
        await client.AskAsync();

        Assert.Single(upstream.Requests.Select(request => request.ConnectionId).Distinct());
    }

    private static async Task<FakeUpstream> HoldingUpstreamAsync()
    {
        var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply =>
        {
            new AnthropicReply(reply).Start().Text("Hello");
            reply.Hold();
        });
        return upstream;
    }
}
