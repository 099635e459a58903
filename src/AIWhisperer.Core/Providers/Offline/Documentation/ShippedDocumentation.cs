using System.Collections.Immutable;

namespace AIWhisperer.Core.Providers.Offline.Documentation;

/// <summary>The README and the pages of <c>docs</c>, as built into this assembly.</summary>
internal static class ShippedDocumentation
{
    private const string Prefix = "documentation/";

    /// <summary>Every section of every page, in the order of their paths.</summary>
    public static ImmutableArray<DocumentSection> Read()
    {
        var assembly = typeof(ShippedDocumentation).Assembly;
        var sections = ImmutableArray.CreateBuilder<DocumentSection>();
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                sections.AddRange(MarkdownReader.Read(name[Prefix.Length..].Replace('\\', '/'), text.ReadToEnd()));
            }
        }

        return sections.ToImmutable();
    }
}
