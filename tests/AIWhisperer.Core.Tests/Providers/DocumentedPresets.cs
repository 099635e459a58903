using System.Text.RegularExpressions;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Tests.Configuration;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Providers;

/// <summary>The lines of the configuration reference that switch presets on, read as the server reads them.</summary>
internal static partial class DocumentedPresets
{
    private static readonly Dictionary<string, IProviderKind> s_kinds = new(StringComparer.Ordinal)
    {
        ["openai"] = new FakeProviderKind("openai", needsBaseUrl: true),
        ["anthropic"] = new FakeProviderKind("anthropic"),
    };

    /// <summary>Each block with the name of its preset.</summary>
    public static IReadOnlyDictionary<string, string> Blocks { get; } = YamlBlock()
        .Matches(File.ReadAllText(Path.Combine(ShippedConfiguration.Root, "..", "docs", "configuration.md")))
        .Select(block => block.Groups["yaml"].Value)
        .Where(yaml => yaml.Contains("    preset: ", StringComparison.Ordinal))
        .ToDictionary(yaml => Preset().Match(yaml).Groups["id"].Value, yaml => yaml, StringComparer.Ordinal);

    /// <summary>What a block declares; the key of each provider is its variable's name with <c>-value</c>.</summary>
    public static ProviderFileReading Read(string preset) =>
        new ProviderFileReader(s_kinds, name => $"{name}-value").Read(new FileText(Blocks[preset], "", ""), BuiltInModels.Table);

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex YamlBlock();

    [GeneratedRegex("preset: (?<id>[a-z]+)", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Preset();
}
