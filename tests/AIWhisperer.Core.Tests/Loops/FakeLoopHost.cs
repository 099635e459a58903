using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Loops.Approvals;
using AIWhisperer.Core.Loops.ClientTools;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tests.Loops;

/// <summary>A session that keeps its events in memory.</summary>
internal sealed class FakeLoopHost : ILoopHost
{
    public string Owner => "local";

    public string ActiveAgentId => "alice";

    public IReadOnlyList<AILoopStatus> Loops => [];

    public ApprovalDesk Approvals { get; } = new();

    public ClientToolDesk ClientTools { get; } = new(new ClientToolRules(new ToolCatalog([]), new NoToolServers(), Options.Create(new ToolOptions())));

    private readonly Lock _gate = new();
    private readonly List<SessionEvent> _events = [];

    public IReadOnlyList<SessionEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    public Task<long> AppendAsync(params ReadOnlySpan<SessionEvent> events)
    {
        lock (_gate)
        {
            _events.AddRange(events);
            return Task.FromResult((long)_events.Count);
        }
    }

    public ILiveMessage BeginMessage(string turnId, string agentId, MessageChannel channel) => new LiveText();

    public Task<LoopHistory> LoadHistoryAsync(string agentId, CancellationToken cancellationToken) =>
        Task.FromResult(new LoopHistory(agentId));

    public Task<ApprovalLog> LoadApprovalsAsync(CancellationToken cancellationToken) => Task.FromResult(ApprovalLog.Empty);

    public Task SwitchAgentAsync(string fromAgentId, string toAgentId, string? reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    private sealed class LiveText : ILiveMessage
    {
        public string MessageId { get; } = RandomId.New();

        public string Text { get; private set; } = "";

        public void Append(string text) => Text += text;
    }
}
