using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AIWhisperer.Server.Authentication;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly ConfigurationFolder _configuration = new();
    private readonly StringWriter _output = new(CultureInfo.InvariantCulture);
    private readonly StringWriter _error = new(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _configuration.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Validate_OfAGoodConfiguration_SucceedsWithASummary()
    {
        WriteProviders();
        _configuration.Write("agents/nora.yaml", "nora:\n  name: Nora\n  prompt: Hi.\n");

        Assert.Equal(0, await RunAsync("validate"));
        Assert.Equal("1 agents, 1 providers, 0 problems.", _output.ToString().Trim());
    }

    [Fact]
    public async Task Validate_OfABadConfiguration_ListsEveryProblemWithItsPlace()
    {
        WriteProviders();
        _configuration.Write("agents/nora.yaml", "nora:\n  nam: Nora\n  prompt: Hi.\n  ai_config: { temperature: 9 }\n");

        Assert.Equal(1, await RunAsync("validate"));
        Assert.Contains("agents/nora.yaml(2,3): nora.nam: ", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("agents/nora.yaml(4,", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OfAWrongGrant_ExplainsIt()
    {
        WriteProviders();
        _configuration.Write("tools.yaml", "sets:\n  a: { inherits: [b] }\n  b: { inherits: [a] }\n  clock: { tools: [get_current_time] }\n");
        _configuration.Write("agents/nora.yaml", "nora:\n  name: Nora\n  prompt: Hi.\n  tool_sets: [clok]\n  tools: [switch_agent]\n");

        Assert.Equal(1, await RunAsync("validate"));
        var output = _output.ToString();
        Assert.Contains("tools.yaml(2,18): sets.a.inherits: The set inherits itself: a > b > a.", output, StringComparison.Ordinal);
        Assert.Contains("agents/nora.yaml(4,15): nora.tool_sets: There is no tool set `clok`. Did you mean `clock`?", output, StringComparison.Ordinal);
        Assert.Contains("agents/nora.yaml(5,3): nora.tools: There is no key `tools` here. Did you mean `allow_tools`?", output, StringComparison.Ordinal);
        Assert.Contains("1 agents, 1 providers, 4 problems.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OfAGrantOnAnMcpServerThatIsOff_NotesIt()
    {
        WriteProviders();
        _configuration.Write("mcp.yaml", """
            servers:
              asleep: { command: [node], enabled: false }
              strange: { command: [node], trust: pinned }
              waiting: { command: [node] }
            """);
        _configuration.Write("agents/nora.yaml", "nora:\n  name: Nora\n  prompt: Hi.\n  mcp_servers: [asleep, strange, waiting]\n");

        Assert.Equal(0, await RunAsync("validate"));
        var notes = LinesOfOutput().Where(line => line.Contains(": note: ", StringComparison.Ordinal)).ToList();
        Assert.All(notes, note => Assert.StartsWith(
            "agents/nora.yaml(1): note: nora is granted tools of an MCP server that is off. The MCP server '", note, StringComparison.Ordinal));
        Assert.Contains(notes, note => note.Contains("'asleep' is off: mcp.yaml says `enabled: false`", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.Contains("'strange' is off: ", StringComparison.Ordinal));
        Assert.Equal(2, notes.Count);
    }

    [Theory]
    [InlineData("--AIWhisperer:Workspace:Root=CONFIG", "is the configuration directory")]
    [InlineData("--AIWhisperer:Workspace:Root=CONFIG/..", "holds the configuration directory")]
    [InlineData("--AIWhisperer:Workspace:Root=CONFIG/prompts/work", "lies in the configuration directory")]
    [InlineData("--AIWhisperer:Workspace:Root=CONFIG/../linked", "is the configuration directory")]
    [InlineData("--AIWhisperer:Workspace:Root=CONFIG/../data;--AIWhisperer:Storage:Path=CONFIG/../data/a.db", "holds the database")]
    [InlineData("--AIWhisperer:Workspace:Root=CONFIG/../data;--AIWhisperer:Mcp:PinsFile=CONFIG/../data/pins.json", "holds the file of the approved MCP tools")]
    public async Task Validate_OfAWorkspaceThatHoldsTheServersOwnFiles_IsRefused(string settings, string fault)
    {
        WriteProviders();
        var config = Directory.CreateDirectory(Path.Combine(_configuration.Root, "config")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(_configuration.Root, "linked"), config);

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => CommandLine.RunAsync(
            ["validate", $"--AIWhisperer:ConfigDirectory={config}", .. settings.Replace("CONFIG", config, StringComparison.Ordinal).Split(';')],
            _output,
            _error,
            TestContext.Current.CancellationToken));

        // Where the database is, the approved MCP tools are too unless a setting says otherwise.
        var lines = StartFailure.Describe(refused)!;
        Assert.Contains(lines, line => line.Contains($", which {fault}, '", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.StartsWith("AIWhisperer:Workspace:Root is '", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.EndsWith("set one of the two to a directory apart from the other.", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task NewKey_PrintsAKeyThatItsSettingsLetIn()
    {
        Assert.Equal(0, await RunAsync("new-key", "anna"));

        var printed = _output.ToString();
        var key = Regex.Match(printed, "aiw_[A-Za-z0-9_-]{43}").Value;
        var settings = Regex.Matches(printed, "^ *(AIWhisperer__[^=]+)=(.+?)\r?$", RegexOptions.Multiline)
            .Select(line => (line.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal), line.Groups[2].Value)).ToArray();
        Assert.Equal(2, settings.Length);
        Assert.Equal(1, Regex.Count(printed, Regex.Escape(key)));

        await using var server = await TestServer.StartAsync(settings);
        using var anna = server.CreateClient(key);
        using var answer = await server.SendAsync(HttpMethod.Get, "/api/sessions", null, anna);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task CheckProviders_OfAll_TellsEachAndSkipsThoseWithoutKey()
    {
        await using var upstream = await StartUpstreamAsync();

        Assert.Equal(0, await RunAsync("check-providers"));
        Assert.Equal(["absent:", "good:", "keyless:", "offline:"], LinesOfOutput().Select(line => line.Split(' ')[0]));
        Assert.Contains("absent: failed, provider_unavailable. ", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("good: model-a answered in ", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("keyless: skipped. AIW_NO_SUCH_KEY is not set", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "good")]
    [InlineData(1, "good", "keyless")]
    [InlineData(1, "absent")]
    [InlineData(1, "good", "nobody")]
    public async Task CheckProviders_Named_FailsWithThem(int code, params string[] names)
    {
        await using var upstream = await StartUpstreamAsync();

        Assert.Equal(code, await RunAsync(["check-providers", .. names]));
        Assert.Equal(names.Order(), LinesOfOutput().Select(line => line.Split(':')[0]).Order());
    }

    [Theory]
    [InlineData("new-key", "a b")]
    [InlineData("new-key")]
    [InlineData("new-key", "anna", "--AIWhisperer:Authentication:Keys:0:Name=Anna", "--AIWhisperer:Authentication:Keys:0:Hash={hash}")]
    [InlineData("new-key", "anna", "extra")]
    [InlineData("validate", "extra")]
    [InlineData("serve")]
    public async Task Command_ThatCannotBe_SaysWhy(params string[] arguments)
    {
        var hash = Convert.ToHexStringLower(ApiKey.HashOf("other"));

        Assert.Equal(1, await RunAsync([.. arguments.Select(argument => argument.Replace("{hash}", hash, StringComparison.Ordinal))]));
        Assert.NotEmpty(_error.ToString());
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(false, "--urls=http://127.0.0.1:0", "--Serilog:MinimumLevel:Default", "Debug")]
    [InlineData(true, "--help")]
    [InlineData(true, "-h")]
    [InlineData(true, "--halp")]
    [InlineData(true, "--urls=http://127.0.0.1:0", "validate")]
    [InlineData(true, "health")]
    public void Arguments_BesideSettings_AreACommand(bool expected, params string[] arguments) =>
        Assert.Equal(expected, CommandLine.IsCommand(arguments));

    [Fact]
    public async Task Help_IsShownAsAsked()
    {
        Assert.Equal(0, await RunAsync("validate", "--help"));
        Assert.Contains("new-key NAME", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task NewKey_FillsThePlaceThatIsLeftBlank()
    {
        Assert.Equal(0, await RunAsync(
            "new-key", "anna", "--AIWhisperer:Authentication:Keys:0:Name=bob", "--AIWhisperer:Authentication:Keys:1:Name="));

        Assert.Contains("AIWhisperer__Authentication__Keys__1__Name=anna", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls=http://0.0.0.0:{port}")]
    [InlineData("--urls=http://localhost:{port};http://10.0.0.1:80")]
    [InlineData("--http_ports={port}")]
    [InlineData("--Kestrel:Endpoints:Any:Url=http://[::]:{port}")]
    public async Task Health_OfARunningServer_Succeeds(string address)
    {
        await using var server = await TestServer.StartAsync(("AllowedHosts", "chat.example.com"));
        var port = server.Address.Port.ToString(CultureInfo.InvariantCulture);

        Assert.Equal(0, await RunAsync("health", address.Replace("{port}", port, StringComparison.Ordinal), "--AllowedHosts=chat.example.com"));
    }

    [Fact]
    public async Task Health_OfNoServer_Fails()
    {
        Assert.Equal(1, await RunAsync("health", "--urls=http://127.0.0.1:1"));
        Assert.Contains("does not answer", _output.ToString(), StringComparison.Ordinal);
    }

    private async Task<FakeUpstream> StartUpstreamAsync()
    {
        var upstream = await FakeUpstream.StartAsync(TestContext.Current.CancellationToken);
        _configuration.Write("providers.yaml", $$"""
            providers:
              absent: { kind: openai, base_url: "http://127.0.0.1:1/v1", models: [model-a] }
              good: { kind: openai, base_url: "{{upstream.BaseUrl}}", models: [model-a] }
              keyless: { kind: openai, base_url: "{{upstream.BaseUrl}}", api_key: "${AIW_NO_SUCH_KEY}", models: [model-a] }
              offline: { kind: offline, models: [offline-full], words_per_second: 0 }
            """);
        return upstream;
    }

    private string[] LinesOfOutput() => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void WriteProviders() => _configuration.Write("providers.yaml", "providers:\n  offline: { kind: offline }\n");

    private Task<int> RunAsync(params string[] arguments) => CommandLine.RunAsync(
        [.. arguments, $"--AIWhisperer:ConfigDirectory={_configuration.Root}"], _output, _error, TestContext.Current.CancellationToken);
}
