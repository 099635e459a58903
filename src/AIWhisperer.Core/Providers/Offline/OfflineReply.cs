using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Offline;

/// <summary>What the offline model answers: a text in two lengths, or tool calls.</summary>
internal sealed record OfflineReply
{
    private OfflineReply(string full, string brief, ImmutableArray<FunctionCallContent> calls) => (Full, Brief, Calls) = (full, brief, calls);

    public string Full { get; }

    public string Brief { get; }

    public ImmutableArray<FunctionCallContent> Calls { get; }

    public static OfflineReply Say(string text) => new(text, text, []);

    public static OfflineReply Say(string full, string brief) => new(full, brief, []);

    public static OfflineReply Ask(params ImmutableArray<FunctionCallContent> calls) => new(string.Empty, string.Empty, calls);
}
