using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Tools;

namespace AIWhisperer.Mcp;

/// <summary>Reads <c>mcp.yaml</c>. No message repeats a value that may be a secret.</summary>
/// <param name="directory">The configuration directory, in which a program runs unless its entry names another.</param>
internal sealed partial class McpFileReader(string directory)
{
    public const string FileName = "mcp.yaml";

    private const int MostEntries = 100;
    private const int LongestText = 4_000;

    private static readonly ImmutableSortedDictionary<string, ServerScope> s_scopes =
        ImmutableSortedDictionary<string, ServerScope>.Empty.Add("shared", ServerScope.Shared).Add("session", ServerScope.Session);

    private static readonly ImmutableSortedDictionary<string, ServerTrust> s_trusts =
        ImmutableSortedDictionary<string, ServerTrust>.Empty.Add("first_use", ServerTrust.FirstUse).Add("pinned", ServerTrust.Pinned);

    private static readonly ImmutableSortedDictionary<string, ToolEffect> s_effects = ImmutableSortedDictionary<string, ToolEffect>.Empty
        .Add("read", ToolEffect.Read).Add("write", ToolEffect.Write).Add("execute", ToolEffect.Execute).Add("network", ToolEffect.Network);

    public McpFileReading Read(FileText content)
    {
        ProblemList problems = new(FileName);
        if (content.Text is not { } text)
        {
            problems.Add(1, 1, "", content.Fault, content.Remedy);
            return new(IsReadable: false, [], problems.ToImmutable());
        }

        // A file of comments only declares nothing, which is no fault: so it is shipped.
        if (text.Split('\n').All(line => line.TrimStart() is "" or ['#', ..]))
        {
            return McpFileReading.None;
        }

        if (YamlText.Read(text, problems) is not { } root)
        {
            return new(IsReadable: false, [], problems.ToImmutable());
        }

        MappingReader file = new(root, "", McpKeys.File, problems);
        ImmutableArray<McpServerReading> servers = [];
        switch (file.Value("servers"))
        {
            case YamlMapping mapping:
                servers = [.. ReadServers(mapping, problems)];
                break;
            case null or YamlScalar { IsNull: true }:
                break;
            default:
                file.Report("servers", "`servers` must hold keys and values.", "Indent a name below it, and its keys below that.");
                break;
        }

        return new(IsReadable: true, servers, problems.ToImmutable());
    }

    // The address, and its query as written.
    private static (Uri? Url, string Query) ReadUrl(MappingReader server)
    {
        if (server.Text("url", 2_000) is not { } text)
        {
            return (null, "");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            server.Report("url", "`url` must be an absolute http or https address.", "Write such as `https://example.org/mcp`.");
            return (null, "");
        }

        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            server.Report(
                "url", "`url` must hold no user, password or fragment.", "Put a key into `headers`, as `${NAME}` from the environment.");
            return (null, "");
        }

        var end = text.IndexOf('?', StringComparison.Ordinal);
        var (address, query) = end < 0 ? (text, "") : (text[..end], text[end..]);
        if (address.Contains("${", StringComparison.Ordinal) || VariableText.IsBroken(query))
        {
            server.Report("url", "Variables are replaced in the query of `url` only, as `${NAME}`.", "Write such as `https://example.org/mcp?key=${NAME}`.");
            return (null, "");
        }

        if (UrlQuery.Parts(query).Any(part => SecretValues.IsWrittenOut(part.Name, part.Value)))
        {
            server.Report(
                "url", "A key in the query of `url` must come from an environment variable; the key itself must not stand in a file.",
                "Write such as `https://example.org/mcp?key=${NAME}`. If a key stood here, revoke it.");
            return (null, "");
        }

        return (new(address), query);
    }

    private static void CheckKind(MappingReader server)
    {
        var isProgram = server.Value("command") is not null;
        if (isProgram == (server.Value("url") is not null))
        {
            server.Report(
                isProgram ? "url" : "command",
                isProgram ? "`command` and `url` are both given." : "Neither `command` nor `url` is given.",
                "Give `command: [program, argument]` for a program, or `url: https://…` for an address.");
        }

        foreach (var key in isProgram ? (string[])["headers"] : ["env", "directory"])
        {
            if (server.Value(key) is not null)
            {
                server.Report(key, $"`{key}` means nothing to a server with `{(isProgram ? "command" : "url")}`.", $"Remove `{key}`.");
            }
        }
    }

    private static ImmutableArray<string> ReadCommand(MappingReader server)
    {
        ImmutableArray<string> command = [.. server.List("command", MostEntries, LongestText).Select(word => word.Value)];
        if (command.Length == 0 && server.Value("command") is YamlSequence { Items.Length: 0 })
        {
            server.Report("command", "`command` is empty.", "Write such as `command: [node, server.js]`.");
        }

        if (command.Any(word => word.Contains("${", StringComparison.Ordinal)))
        {
            server.Report(
                "command", "Variables are not replaced in `command`: everybody on the machine sees a program's arguments.",
                "Hand the value over in `env`.");
        }

        return command;
    }

    private static ImmutableSortedDictionary<string, string> ReadTexts(MappingReader server, string key, Regex names, string remedy, string? reserved = null)
    {
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, reader) in Named(server, key, names, remedy))
        {
            if (reader.Text(name, LongestText) is not { } text)
            {
                continue;
            }

            if (VariableText.IsBroken(text) || text.Any(char.IsControl))
            {
                reader.Report(name, $"`{name}` cannot be used as it is written.", "Write `${NAME}` for a variable, and no line breaks.");
            }
            else if (name.Equals(reserved, StringComparison.OrdinalIgnoreCase))
            {
                reader.Report(name, $"`{name}` has a meaning of its own here.", $"Remove `{name}`.");
            }
            else if (SecretValues.IsWrittenOut(name, text))
            {
                reader.Report(
                    name, $"`{name}` must name an environment variable; a key itself must not stand in a file.",
                    $"Write such as `{name}: ${{NAME}}`. If a key stood here, revoke it.");
            }
            else
            {
                texts[name] = text;
            }
        }

        return texts.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, ToolEffect> ReadEffects(MappingReader server)
    {
        var effects = ImmutableSortedDictionary.CreateBuilder<string, ToolEffect>(StringComparer.Ordinal);
        foreach (var (name, reader) in Named(server, "effects", ToolPattern(), "Use the tool's name as the server gives it."))
        {
            if (reader.Choice(name, [.. s_effects.Keys]) is { } effect)
            {
                effects[name] = s_effects[effect];
            }
        }

        return effects.ToImmutable();
    }

    // The entries of a mapping whose keys are free names.
    private static IEnumerable<(string Name, MappingReader Reader)> Named(MappingReader server, string key, Regex names, string remedy)
    {
        var written = server.Value(key) is YamlMapping mapping ? mapping.Entries.Select(entry => entry.Key.Value).Distinct().ToList() : [];
        foreach (var name in written.Where(name => !names.IsMatch(name)))
        {
            server.Report(key, $"`{ShownText.Of(name)}` cannot be a name here.", remedy);
        }

        if (written.Count > MostEntries)
        {
            server.Report(key, $"`{key}` holds more than {MostEntries} entries.", "Remove some.");
            return [];
        }

        return server.Mapping(key, [.. written.Select(name => new SettingKey(name))]) is { } reader
            ? written.Where(name => names.IsMatch(name)).Select(name => (name, reader))
            : [];
    }

    private static T ReadChoice<T>(MappingReader server, string key, ImmutableSortedDictionary<string, T> choices, T otherwise) =>
        server.Choice(key, [.. choices.Keys]) is { } choice ? choices[choice] : otherwise;

    private IEnumerable<McpServerReading> ReadServers(YamlMapping mapping, ProblemList problems)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            var id = entry.Key.Value;
            var path = $"servers.{ShownText.Of(id)}";
            if (!IdPattern().IsMatch(id))
            {
                problems.Add(
                    entry.Key, path, $"`{ShownText.Of(id)}` cannot be a server's name.",
                    "Use 1 to 32 lower-case letters, digits, _ and -, beginning with a letter and not ending in _; no two _ in a row.");
            }
            else if (!seen.Add(id))
            {
                problems.Add(entry.Key, path, $"The server `{id}` is declared twice; the first counts.", "Remove or rename one.");
            }
            else if (entry.Value is YamlMapping values)
            {
                yield return ReadServer(id, values, path, problems);
            }
            else
            {
                problems.Add(entry.Value, path, "A server must hold keys and values.", "Indent its keys, such as `command:`, below it.");
                yield return new(id, null, IsClean: false);
            }
        }
    }

    private McpServerReading ReadServer(string id, YamlMapping values, string path, ProblemList fileProblems)
    {
        ProblemList problems = new(FileName);
        MappingReader server = new(values, path, McpKeys.Server, problems);
        CheckKind(server);
        var (url, query) = ReadUrl(server);
        McpServerDefinition definition = new(id)
        {
            Command = ReadCommand(server),
            Url = url,
            Query = query,
            Environment = ReadTexts(server, "env", VariablePattern(), "Use letters, digits and _, beginning with no digit."),
            Headers = ReadTexts(
                server, "headers", HeaderPattern(), "Use the name of an HTTP header, such as Authorization.", "Mcp-Session-Id"),
            Directory = Path.GetFullPath(server.Text("directory", LongestText) ?? ".", directory),
            Scope = ReadChoice(server, "scope", s_scopes, ServerScope.Shared),
            Effect = ReadChoice(server, "effect", s_effects, ToolEffect.Network),
            Effects = ReadEffects(server),
            Tags = [.. server.List("tags", MostEntries, 64).Select(tag => tag.Value)],
            Timeout = server.Seconds("timeout", 1, 3_600),
            Tools = [.. server.List("tools", 1_000, 200).Select(tool => tool.Value)],
            Trust = ReadChoice(server, "trust", s_trusts, ServerTrust.FirstUse),
            Enabled = server.Flag("enabled") ?? true,
        };
        fileProblems.Add(problems);
        return new(id, problems.HasBlocking ? null : definition, problems.IsEmpty);
    }

    // Two _ stand between a server's name and a tool's, which may begin with one.
    [GeneratedRegex(@"^(?!.*(?:__|_$))[a-z][a-z0-9_-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderPattern();

    [GeneratedRegex(@"^[^\p{C}]{1,200}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ToolPattern();
}
