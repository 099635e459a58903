using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tools;

/// <summary>Reads <c>tools.yaml</c>. A set with a problem is left out, and so are those that inherit it.</summary>
/// <param name="catalog">The server's own tools.</param>
/// <param name="known">What sets may name, but for one another.</param>
internal sealed partial class ToolSetFileReader(ToolCatalog catalog, ToolReferences known)
{
    public const string FileName = "tools.yaml";

    private const int MostSets = 200;

    public ToolSetSnapshot Read(FileText content)
    {
        ProblemList problems = new(FileName);
        Dictionary<string, ToolSetDraft> drafts = new(StringComparer.Ordinal);
        if (content.Text is not { } text)
        {
            problems.Add(1, 1, "", content.Fault, content.Remedy);
        }
        else if (YamlText.Read(text, problems) is { } root)
        {
            MappingReader file = new(root, "", ToolSetKeys.File, problems);
            if (file.Value("sets") is YamlMapping { Entries.Length: <= MostSets } sets)
            {
                ReadSets(sets, drafts, problems);
            }
            else
            {
                file.Report(
                    "sets", $"`sets` must hold 1 to {MostSets} tool sets.", "Indent a name below it, and below that `tools: [...]`; or delete the file.");
            }
        }

        ToolSetInheritance.Check(drafts);
        var good = Good(drafts);
        CheckEmptiness(good, drafts);
        foreach (var draft in drafts.Values)
        {
            problems.Add(draft.Problems);
        }

        return new(Good(drafts), [.. drafts.Values.Where(draft => draft.IsFaulty).Select(draft => draft.Set.Name)], problems.ToImmutable());
    }

    private static ImmutableSortedDictionary<string, ToolSet> Good(Dictionary<string, ToolSetDraft> drafts) =>
        drafts.Values.Where(draft => !draft.IsFaulty)
            .ToImmutableSortedDictionary(draft => draft.Set.Name, draft => draft.Set, StringComparer.Ordinal);

    private void ReadSets(YamlMapping sets, Dictionary<string, ToolSetDraft> drafts, ProblemList fileProblems)
    {
        string[] names = [.. sets.Entries.Select(entry => entry.Key.Value).Where(name => NameForm().IsMatch(name)).Distinct()];
        ToolSelectionReader selections = new(ToolSelectionKeys.OfSet, known with { Sets = names });
        foreach (YamlEntry entry in sets.Entries)
        {
            string name = entry.Key.Value;
            string path = $"sets.{ShownText.Of(name)}";
            if (!NameForm().IsMatch(name))
            {
                fileProblems.Add(
                    entry.Key, path, $"`{ShownText.Of(name)}` cannot be a tool set's name.",
                    "Use 1 to 64 lower-case letters, digits, _ and -, beginning with a letter.");
                continue;
            }

            if (drafts.TryGetValue(name, out var first))
            {
                first.Problems.Add(entry.Key, path, $"The tool set `{name}` is declared twice.", "Remove or rename one.");
                continue;
            }

            ProblemList problems = new(FileName);
            if (entry.Value is not YamlMapping values)
            {
                problems.Add(entry.Value, path, "A tool set must hold keys and values.", "Indent its keys, such as `tools:`, below it.");
            }

            MappingReader keys = new(
                entry.Value as YamlMapping ?? new YamlMapping([], entry.Key.Line, entry.Key.Column), path, ToolSetKeys.Set, problems);
            drafts.Add(name, new(new(name, keys.Text("description", 500) ?? "", selections.Read(keys)), keys, problems));
        }
    }

    // Only then: what a set grants is known when those it inherits are.
    private void CheckEmptiness(ImmutableSortedDictionary<string, ToolSet> good, Dictionary<string, ToolSetDraft> drafts)
    {
        foreach (var set in good.Values)
        {
            var resolution = new ToolResolution(catalog, good, known.Servers);
            if (resolution.Servers(set.Selection).IsEmpty && resolution.Resolve(set.Selection, [], []).All.IsEmpty)
            {
                drafts[set.Name].Problems.Add(
                    drafts[set.Name].Keys.At, $"sets.{set.Name}", "The tool set grants no tool.", "Name some in `tools`, or a tag or a set; or remove it.");
            }
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
