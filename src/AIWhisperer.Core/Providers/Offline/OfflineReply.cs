using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Offline;

/// <summary>What the offline model answers: a text in two lengths, or a tool call.</summary>
internal sealed record OfflineReply
{
    private OfflineReply(string full, string brief, FunctionCallContent? call) => (Full, Brief, Call) = (full, brief, call);

    public string Full { get; }

    public string Brief { get; }

    public FunctionCallContent? Call { get; }

    public static OfflineReply Say(string text) => new(text, text, null);

    public static OfflineReply Say(string full, string brief) => new(full, brief, null);

    public static OfflineReply Ask(FunctionCallContent call) => new(string.Empty, string.Empty, call);
}
