using AIWhisperer.TestHarness;

namespace AIWhisperer.Server.Tests.Providers;

public sealed class CassetteTests : IDisposable
{
    private const string Key = "sk-canary-cassette-4711";

    private readonly TemporaryDirectory _directory = new();

    private string Cassettes => _directory.File("cassettes");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Record_ThenReplay_AnswersTheSame_WithoutUpstreamAndKey()
    {
        string recorded;
        await using (var server = await StartAsync("Record", ("LOCKED_API_KEY", Key)))
        {
            server.Upstream.Script("model-c", reply => reply.Reasoning("Hm.").Texts("Your key ", "is ", Key[..9], Key[9..]).Usage(3, 4));
            recorded = await AskEveAsync(server);
            Assert.Contains(Key, recorded, StringComparison.Ordinal);
        }

        var cassette = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Cassettes)), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("canary-cassette", cassette, StringComparison.Ordinal);
        await using var replaying = await StartAsync("Replay");

        Assert.Equal(recorded.Replace(Key, new string('*', Key.Length), StringComparison.Ordinal), await AskEveAsync(replaying));
        Assert.Empty(replaying.Upstream.Requests);
    }

    [Fact]
    public async Task Start_WithABadCassette_ListsItsFaults()
    {
        await File.WriteAllTextAsync(
            _directory.File("bad.jsonl"), """{"line":"cassette","version":1,"by":"a person"}""" + "\n{}\nnonsense\n", TestContext.Current.CancellationToken);

        await using var server = ServerProcess.Start(
            _directory.Path,
            ["--urls=http://127.0.0.1:0", "--AIWhisperer:Cassettes:Mode=Replay", $"--AIWhisperer:Cassettes:Path={_directory.File("bad.jsonl")}"]);

        Assert.Equal(1, await server.ExitAsync());
        Assert.Contains("AIWhisperer:Cassettes: bad.jsonl(2,1)", server.Output, StringComparison.Ordinal);
        Assert.Contains("bad.jsonl(3,", server.Output, StringComparison.Ordinal);
    }

    private Task<TestServer> StartAsync(string mode, params (string Key, string Value)[] settings) =>
        TestServer.StartAsync([("AIWhisperer:Cassettes:Mode", mode), ("AIWhisperer:Cassettes:Path", Cassettes), .. settings]);

    private static async Task<string> AskEveAsync(TestServer server)
    {
        var session = await server.CreateSessionAsync(agentId: "eve");
        var turn = await server.CallAsync(HttpMethod.Post, $"/api/sessions/{session}/turns", """{"text":"What is my key?"}""");
        return string.Join('\n', ((string[])["status", "text", "provider", "model", "usage"]).Select(name => turn.GetProperty(name).GetRawText()));
    }
}
