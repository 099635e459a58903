using System.ComponentModel;
using AIWhisperer.Core.Tools;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace AIWhisperer.Core.Tests.Tools;

/// <summary>
/// Tool sets read from a file of the test's own. Tools: read_file and list_directory (tags files, read), write_file (files, write),
/// execute_command (shell), fetch_url (web), switch_agent. MCP servers: docs with search and delete, mail with send.
/// </summary>
internal sealed class GrantStage : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public GrantStage(string? sets = null)
    {
        if (sets is not null)
        {
            Write(sets);
        }

        Catalog = new(
        [
            Tool("read_file", "files", "read"),
            Tool("list_directory", "files", "read"),
            Tool("write_file", "files", "write"),
            Tool("execute_command", "shell") with { OffBecause = "Commands are off." },
            Tool("fetch_url", "web"),
            SwitchAgentTool.Create(),
        ]);
        Servers = new(
            new("docs", ToolServerState.Ready, null, [Tool("docs__search"), Tool("docs__delete")]),
            new("mail", ToolServerState.Failed, "It does not answer.", [Tool("mail__send")]));
        Sets = new(_folder.WrappedOptions, Catalog, Servers, NullLogger<ToolSetCatalog>.Instance);
        Grants = new(Catalog, Sets, Servers);
    }

    public ToolCatalog Catalog { get; }

    public FakeToolServers Servers { get; }

    public ToolSetCatalog Sets { get; }

    public ToolGrants Grants { get; }

    public static Tool Tool(string name, params string[] tags) =>
        new(AIFunctionFactory.Create(([Description("Where.")] string path) => path, name), "probe", ToolEffect.Read) { Tags = [.. tags] };

    public void Write(string sets) => _folder.Write("tools.yaml", sets);

    public void Delete() => _folder.Delete("tools.yaml");

    public void Dispose() => _folder.Dispose();
}
