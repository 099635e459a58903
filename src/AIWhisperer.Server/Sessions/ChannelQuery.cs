using AIWhisperer.Core.Sessions;

namespace AIWhisperer.Server.Sessions;

/// <summary>The query parameter <c>channels</c>: names with commas between them.</summary>
internal static class ChannelQuery
{
    /// <summary>What it asks for; without it, the default.</summary>
    public static ChannelSet Read(string? channels) => channels is null
        ? ChannelSet.Default
        : ChannelSet.Of(channels.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
