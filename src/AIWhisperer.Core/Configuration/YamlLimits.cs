namespace AIWhisperer.Core.Configuration;

/// <summary>What a YAML file may ask of the reader. Checked before any node is built: the parser's own tree has no limits.</summary>
internal static class YamlLimits
{
    public const int Bytes = 256 * 1024;

    public const int Depth = 64;
}
