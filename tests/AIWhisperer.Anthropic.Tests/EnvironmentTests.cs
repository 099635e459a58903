namespace AIWhisperer.Anthropic.Tests;

/// <summary>
/// What the vendor's client would take from the server's environment by itself belongs to no provider of ours: the address may be anybody's.
/// The environment is the whole process's, so nothing runs beside these tests.
/// </summary>
[Collection(nameof(EnvironmentTests))]
public sealed class EnvironmentTests
{
    private const string Canary = "tok-canary-5b1d9e77c0";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ANTHROPIC_API_KEY")]
    [InlineData("ANTHROPIC_AUTH_TOKEN")]
    public async Task Variable_OfTheVendors_IsNotSent(string name)
    {
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.Stream(reply => reply.Start().Text("Hi").Stop());
        using var client = new TestClient(upstream.BaseUrl);
        Environment.SetEnvironmentVariable(name, Canary);
        try
        {
            await client.AskAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        Assert.DoesNotContain(Assert.Single(upstream.Requests).Headers, header => header.Value.Contains(Canary, StringComparison.Ordinal));
    }
}

[CollectionDefinition(nameof(EnvironmentTests), DisableParallelization = true)]
#pragma warning disable CA1711 // What the framework calls it.
public sealed class EnvironmentTestsCollection;
#pragma warning restore CA1711
