using System.Text.Json;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Mcp.Tests;

public sealed class McpFileReaderTests
{
    private static readonly McpFileReader s_reader = new("/etc/ours");

    [Theory]
    [InlineData("servers: [a]", "`servers` must hold keys and values")]
    [InlineData("server: {}", "Did you mean `servers`?")]
    [InlineData("servers: { Docs: { command: [a] } }", "cannot be a server's name")]
    [InlineData("servers: { a__b: { command: [a] } }", "cannot be a server's name")]
    [InlineData("servers: { a_: { command: [a] } }", "cannot be a server's name")]
    [InlineData("servers: { a: 1 }", "must hold keys and values")]
    [InlineData("servers: { a: { command: [x] }, a: { command: [y] } }", "is declared twice")]
    [InlineData("servers: { a: {} }", "Neither `command` nor `url`")]
    [InlineData("servers: { a: { command: [x], url: https://example.org } }", "are both given")]
    [InlineData("servers: { a: { command: [] } }", "`command` is empty")]
    [InlineData("servers: { a: { command: x } }", "`command` must be a list")]
    [InlineData("servers: { a: { command: [x, \"${KEY}\"] } }", "Variables are not replaced in `command`")]
    [InlineData("servers: { a: { url: ftp://example.org } }", "absolute http or https")]
    [InlineData("servers: { a: { url: \"https://me:secret@example.org\" } }", "no user, password")]
    [InlineData("servers: { a: { url: https://example.org, env: { A: b } } }", "`env` means nothing")]
    [InlineData("servers: { a: { url: https://example.org, directory: b } }", "`directory` means nothing")]
    [InlineData("servers: { a: { command: [x], headers: { A: b } } }", "`headers` means nothing")]
    [InlineData("servers: { a: { command: [x], env: { A-B: b } } }", "`A-B` cannot be a name")]
    [InlineData("servers: { a: { command: [x], env: { A: \"${no} ${\" } } }", "cannot be used as it is written")]
    [InlineData("servers: { a: { url: https://example.org, headers: { X: \"a\\r\\nb: c\" } } }", "cannot be used as it is written")]
    [InlineData("servers: { a: { command: [x], scope: all } }", "Use one of: session, shared")]
    [InlineData("servers: { a: { command: [x], effect: reads } }", "Did you mean `read`?")]
    [InlineData("servers: { a: { command: [x], effects: { t: nothing } } }", "is not a value of `t`")]
    [InlineData("servers: { a: { command: [x], trust: none } }", "Use one of: first_use, pinned")]
    [InlineData("servers: { a: { command: [x], timeout: 0 } }", "from 1 to 3600")]
    [InlineData("servers: { a: { command: [x], enabled: \"yes\" } }", "must be true or false")]
    [InlineData("servers: { a: { command: [x], comand: [y] } }", "Did you mean `command`?")]
    [InlineData("servers:\n\t- a", "A tab stands")]
    [InlineData("servers: { a: { command: [x], env: { API_KEY: secret } } }", "`API_KEY` must name an environment variable")]
    [InlineData("servers: { a: { command: [x], env: { githubToken: secret } } }", "`githubToken` must name an environment variable")]
    [InlineData("servers: { a: { command: [x], env: { DB_PASSWORD_2: secret } } }", "`DB_PASSWORD_2` must name an environment variable")]
    [InlineData("servers: { a: { url: https://example.org, headers: { authorization: Bearer secret } } }", "`authorization` must name an environment")]
    [InlineData("servers: { a: { url: https://example.org, headers: { Cookie: a=secret } } }", "`Cookie` must name an environment variable")]
    [InlineData("servers: { a: { url: https://example.org, headers: { X-Api-Key: secret } } }", "`X-Api-Key` must name an environment variable")]
    [InlineData("servers: { a: { url: \"https://example.org/?a=b&api%5Fkey=secret\" } }", "A key in the query of `url`")]
    [InlineData("servers: { a: { url: \"https://example.org/${A}?b=c\" } }", "in the query of `url` only")]
    [InlineData("servers: { a: { url: \"https://example.org/?b=${a b}\" } }", "in the query of `url` only")]
    [InlineData("servers: { a: { url: https://example.org, headers: { mcp-session-id: a } } }", "has a meaning of its own")]
    public void Read_Fault_IsToldWithItsPlaceAndRemedy(string yaml, string told)
    {
        var reading = Read(yaml);

        var problem = Assert.Single(reading.Problems, problem => problem.ToString().Contains(told, StringComparison.Ordinal));
        Assert.Equal("mcp.yaml", problem.File);
        Assert.NotEmpty(problem.Remedy);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# nothing\n\n  # at all\n")]
    [InlineData("servers: {}")]
    [InlineData("servers:")]
    public void Read_NoServers_IsNoFault(string yaml) => Assert.Empty(Read(yaml).Problems);

    [Theory]
    [InlineData("command: [x], env: { MAX_TOKENS: \"4096\", KEYBOARD: us, API_KEY_FILE: /run/k, TOKEN: \"${T}\", COOKIE: \"a=${C}\" }")]
    [InlineData("url: \"https://example.org/?author=a&key=${K}\", headers: { X-Author: a, Authorization: \"Bearer ${T}\" }")]
    public void Read_NoSecretWrittenOut_IsNoFault(string entry) => Assert.Empty(Read($"servers: {{ a: {{ {entry} }} }}").Problems);

    [Fact]
    public void Origin_OfAnAddressWithAQuery_ShowsNoValueAndDiffersByIt()
    {
        static string Origin(string value) =>
            Read($"servers: {{ a: {{ url: \"https://example.org/mcp?tenant={value}&k\" }} }}").Servers.Single().Definition!.Origin;

        Assert.StartsWith("https://example.org/mcp?tenant=…&=… (query ", Origin("s3cr3t"), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", Origin("s3cr3t"), StringComparison.Ordinal);
        Assert.NotEqual(Origin("s3cr3t"), Origin("other"));
    }

    [Fact]
    public void Read_AllKeys_AreTaken()
    {
        var server = Read("""
            servers:
              docs:
                command: [node, server.js]
                directory: ../programs
                env:
                  TOKEN: ${DOCS_TOKEN}
                scope: session
                trust: pinned
                enabled: false
            """).Servers.Single().Definition!;

        Assert.Equal((ServerScope.Session, ServerTrust.Pinned, false), (server.Scope, server.Trust, server.Enabled));
        Assert.Equal("${DOCS_TOKEN}", server.Environment["TOKEN"]);
        Assert.Equal("""["node","server.js"] in /etc/programs""", server.Origin);
    }

    [Fact]
    public void Read_ShippedFile_DeclaresNothingAndItsExampleIsGood()
    {
        var shipped = File.ReadAllText(Path.Combine(Root, "config/mcp.yaml"));
        var example = string.Join('\n', shipped.Split('\n').Skip(5).Select(line => line.Length > 1 ? line[2..] : ""));

        Assert.Equal((true, 0, 0), (Read(shipped).IsReadable, Read(shipped).Servers.Length, Read(shipped).Problems.Length));
        Assert.Equal(["docs", "wiki"], Read(example).Servers.Select(server => server.Definition?.Id));
        Assert.Empty(Read(example).Problems);
    }

    [Fact]
    public void Schema_HasTheKeysThatAreRead()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "config/schema/mcp.schema.json")));
        var root = schema.RootElement;
        var server = root.GetProperty("$defs").GetProperty("server");

        Assert.Equal(Names(McpKeys.File), Names(root));
        Assert.Equal(Names(McpKeys.Server), Names(server));
        Assert.All([root, server], mapping => Assert.Equal(JsonValueKind.False, mapping.GetProperty("additionalProperties").ValueKind));
    }

    private static string Root
    {
        get
        {
            DirectoryInfo? directory = new(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(directory!.FullName, "AIWhisperer.sln")))
            {
                directory = directory.Parent;
            }

            return directory.FullName;
        }
    }

    private static IEnumerable<string> Names(IEnumerable<SettingKey> keys) => keys.Select(key => key.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names(JsonElement mapping) =>
        mapping.GetProperty("properties").EnumerateObject().Select(key => key.Name).Order(StringComparer.Ordinal);

    private static McpFileReading Read(string yaml) => s_reader.Read(new(yaml, "", ""));
}
