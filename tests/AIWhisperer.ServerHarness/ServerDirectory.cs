using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.ServerHarness;

/// <summary>
/// The files of a server that runs as a process of its own, again and again: configuration and data. Alice answers on <c>model-a</c> of
/// the upstream.
/// </summary>
public sealed class ServerDirectory : IDisposable
{
    private readonly TemporaryDirectory _files = new();

    public ServerDirectory(FakeUpstream upstream, string agents = "alice: { name: Alice, prompt: You are Alice., ai_config: { model: model-a } }")
    {
        Directory.CreateDirectory(_files.File("config/agents"));
        File.WriteAllText(_files.File("config/agents/agents.yaml"), agents);
        File.WriteAllText(_files.File("config/providers.yaml"), $$"""
            default_provider: fake
            providers:
              fake: { kind: openai, base_url: "{{upstream.BaseUrl}}" }
            """);
    }

    public string Path => _files.Path;

    /// <summary>Starts the server, on a free port, with what it finds here.</summary>
    public ServerProcess Start(params string[] arguments) =>
        ServerProcess.Start(Path, ["--urls=http://127.0.0.1:0", "--AIWhisperer:Configuration:Watch=false", .. arguments]);

    public void Dispose() => _files.Dispose();
}
