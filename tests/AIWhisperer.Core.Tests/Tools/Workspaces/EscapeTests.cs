using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Tools.Workspaces;

/// <summary>Paths that try to leave the workspace, each on every tool for files: none does.</summary>
public sealed class EscapeTests : IDisposable
{
    private const string Top = "{top}";

    private static readonly string[] s_payloads =
    [
        // Upwards.
        "..", "../", "../secret.txt", "../outside/secret.txt", "../../../../../../../../etc/passwd", "dir/../../secret.txt", "dir/../inside.txt",
        "./../secret.txt", ".//..//secret.txt", "dir/./../../outside/secret.txt", "inside.txt/../../secret.txt", "missing/../../secret.txt",
        "../ws/inside.txt", "../ws/../secret.txt", "dir/..", "...", "..../secret.txt", ".. /secret.txt", "../.", "..;/secret.txt",

        // The prefix's twin, and another case.
        "../ws-evil/secret.txt", "-evil/secret.txt", "../WS/secret.txt", $"{Top}/ws-evil/secret.txt", "INSIDE.TXT/../../WS/secret.txt",

        // Absolute.
        "/", "/etc/passwd", "//etc/passwd", "/proc/self/root/etc/passwd", "/dev/zero", "/dev/stdin", $"{Top}/outside/secret.txt", $"{Top}/ws/inside.txt",
        $"{Top}/ws/../secret.txt", "~/secret.txt", "~root", "file:///etc/passwd", "$HOME/secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt",
        "%2e%2e%2fsecret.txt", "..%c0%afsecret.txt", "%252e%252e/secret.txt",

        // Other separators and systems.
        "..\\secret.txt", "dir\\..\\..\\secret.txt", "..\\/secret.txt", "C:\\Windows\\win.ini", "C:secret.txt", "\\\\host\\share\\x", "\\\\?\\C:\\x",
        "inside.txt::$DATA", "CON", "nul.txt", "dir/COM1.log", "LPT¹", "aux ", "secret.txt.", "secret.txt ", "dir /inner.txt", ".. ./secret.txt",

        // Characters that are read as others, or not at all.
        "inside.txt\0", "../secret.txt\0.md", "\0", "dir\0/../../secret.txt", "in\nside.txt", "..\r\n/secret.txt", "\u001b[2J", "\u202e..", "..\u200b/secret.txt",
        "\uff0e\uff0e/secret.txt", "\u2024\u2024/secret.txt", "..\u2215secret.txt", "..\u2044secret.txt", "..\uff0fsecret.txt", "\ufeff../secret.txt",
        "\ud800", "\udc00/secret.txt", "..\u00a0/secret.txt",

        // Links.
        "link-file", "./link-file", "link-dir", "link-dir/secret.txt", "link-dir/deep/secret.txt", "link-dir/new.txt", "link-dir/new/deeper.txt",
        "link-abs/secret.txt", "link-abs/new.txt", "link-chain/secret.txt", "link-chain/new.txt", "link-self", "link-self/x", "link-dangling",
        "link-inside/inner.txt", "link-inside/new.txt", "link-proc/etc/passwd", "dir/link-up", "dir/link-up/secret.txt", "dir/link-up/ws/inside.txt",
        "dir/link-up/new.txt", "dir/link-twin/secret.txt", "dir/link-twin/new.txt", "link-dir/../secret.txt", "link-dir/.", "link-dir/", ".gitignore",

        // What is no file.
        "pipe", "pipe/", "socket", "device", "device/x", "inside.txt/x",

        // Too long, too deep.
        "LONG-NAME", "LONG-PATH", "DEEP-UP",
    ];

    private readonly FileTools _tools = new();

    public EscapeTests() => HostileTree.Plant(_tools);

    public void Dispose() => _tools.Dispose();

    [Fact]
    public async Task Payloads_OnEveryTool_LeaveNothingOutsideReadOrChanged()
    {
        var outside = HostileTree.Outside(_tools);
        var payloads = s_payloads.Select(Spell).ToList();
        var (calls, refused) = (0, 0);
        foreach (var payload in payloads)
        {
            foreach (var (tool, arguments) in Calls(payload))
            {
                var outcome = await _tools.CallAsync(tool, arguments);

                var text = outcome.Text.Replace(payload, "", StringComparison.Ordinal);
                Assert.False(text.Contains(HostileTree.Secret, StringComparison.Ordinal), $"{tool} read outside by '{payload}'.");
                Assert.False(text.Contains("root:x:", StringComparison.Ordinal), $"{tool} read outside by '{payload}'.");
                Assert.False(text.Contains(_tools.Top, StringComparison.Ordinal), $"{tool} told where the workspace is: {text}");
                Assert.False(text.Contains("the server's log has the details", StringComparison.Ordinal), $"{tool} broke on '{payload}'.");
                calls++;
                refused += outcome.Error is null ? 0 : 1;
            }

            Assert.Equal(outside, HostileTree.Outside(_tools));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{payloads.Count} payloads, {calls} calls of {_tools.All.Count} tools, {refused} refused, 0 escapes");
        Assert.True(payloads.Count >= 60);
        Assert.Equal(7, Calls("x").Select(call => call.Tool).Distinct().Count());
        Assert.Equal(7, _tools.All.Count);
    }

    [Theory]
    [InlineData("../x", "has the part '..'.")]
    [InlineData("/x", "is absolute. Give a path relative to the workspace")]
    [InlineData("a\\x", "Put '/' between folders")]
    [InlineData("a\0x", "has a character that cannot be seen")]
    [InlineData("CON", "is a device on Windows")]
    [InlineData("x.", "ends in a dot or a space")]
    [InlineData("link-dir/x", "'link-dir' is a symbolic link, and links are not followed here.")]
    [InlineData("link-file", "'link-file' is a symbolic link")]
    [InlineData("pipe", "is no ordinary file or folder")]
    [InlineData("LONG-NAME", "has a name longer than 255 bytes.")]
    [InlineData("LONG-PATH", "is longer than 1024 bytes.")]
    public async Task Refusal_NamesThePathAndTheRemedy(string payload, string expected)
    {
        foreach (var tool in (string[])["read_file", "list_directory"])
        {
            var error = await _tools.ErrorAsync(tool, ("path", Spell(payload)));

            Assert.StartsWith("The path '", error, StringComparison.Ordinal);
            Assert.Contains(expected, error, StringComparison.Ordinal);
            Assert.DoesNotContain(_tools.Top, error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Walks_SeeLinksButDoNotFollowThem()
    {
        var tree = await _tools.ResultAsync("get_project_structure", ("max_depth", 32));
        var found = await _tools.ResultAsync("find_pattern", ("pattern", "."), ("max_matches", 1_000));
        var names = await _tools.ResultAsync("search_files", ("pattern", "*"));

        Assert.Contains("  link-dir (a link; not followed)\n", tree, StringComparison.Ordinal);
        Assert.DoesNotContain("secret.txt", tree + names, StringComparison.Ordinal);
        Assert.StartsWith("dir/inner.txt:1: inner\ninside.txt:1: inside\n[2 matches", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Owner")]
    [InlineData("Session")]
    public async Task Workspaces_OfTwoUsers_DoNotMix(string scope)
    {
        using var tools = new FileTools(("AIWhisperer:Workspace:Scope", scope));
        string[] users = ["ann", "Ann", "ann ", "bob", "..", "../ann", "~", "", "a/b", "con", "ann\0", new('x', 300), ".", "ann.", "änn"];
        var sessions = users.Select(user => new FakeToolSession { Owner = user, SessionId = user }).ToList();
        await Parallel.ForAsync(0, users.Length, TestContext.Current.CancellationToken, async (user, _) =>
            Assert.Null((await tools.CallAsync(sessions[user], "write_file", ("path", "mine.txt"), ("content", $"of {user}"))).Error));

        for (var user = 0; user < users.Length; user++)
        {
            Assert.Equal($"of {user}", (await tools.CallAsync(sessions[user], "read_file", ("path", "mine.txt"))).Result);
            Assert.Equal("mine.txt (4 bytes)\n", (await tools.CallAsync(sessions[user], "list_directory")).Result?.Replace("5 bytes", "4 bytes", StringComparison.Ordinal));
            foreach (var other in (string[])["../ann/mine.txt", "../bob/mine.txt", $"{tools.Host("ws/ann")}/mine.txt"])
            {
                Assert.NotNull((await tools.CallAsync(sessions[user], "read_file", ("path", other))).Error);
            }
        }

        Assert.Equal(users.Length, Directory.GetDirectories(tools.Host("ws")).Length);
        Assert.Equal(["ws"], Directory.GetFileSystemEntries(tools.Top).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Workspace_FolderOfAUserThatIsALink_IsNotUsed()
    {
        using var tools = new FileTools(("AIWhisperer:Workspace:Scope", "Owner"));
        tools.Put("outside/secret.txt", HostileTree.Secret);
        File.CreateSymbolicLink(tools.Host("ws/local"), "../outside");

        Assert.Contains("is a symbolic link", (await tools.CallAsync("read_file", ("path", "secret.txt"))).Error, StringComparison.Ordinal);
    }

    private string Spell(string payload) => payload switch
    {
        "LONG-NAME" => new string('n', 256),
        "LONG-PATH" => string.Join('/', Enumerable.Repeat("long", 300)),
        "DEEP-UP" => string.Concat(Enumerable.Repeat("dir/", 20)) + string.Concat(Enumerable.Repeat("../", 21)) + "secret.txt",
        _ => payload.Replace(Top, _tools.Top, StringComparison.Ordinal),
    };

    private static IEnumerable<(string Tool, (string, object?)[] Arguments)> Calls(string payload) =>
    [
        ("read_file", [("path", payload)]),
        ("write_file", [("path", payload), ("content", "written")]),
        ("write_file", [("path", payload), ("content", "written"), ("mode", "overwrite")]),
        ("write_file", [("path", payload), ("content", "written"), ("mode", "append")]),
        ("write_file", [("path", payload + "/new.txt"), ("content", "written")]),
        ("list_directory", [("path", payload)]),
        ("list_directory", [("path", payload), ("recursive", true)]),
        ("search_files", [("pattern", "*"), ("path", payload)]),
        ("search_files", [("pattern", payload)]),
        ("find_pattern", [("pattern", "."), ("path", payload)]),
        ("find_pattern", [("pattern", "."), ("glob", payload)]),
        ("get_project_structure", [("path", payload)]),
        ("workspace_stats", [("path", payload)]),
    ];
}
