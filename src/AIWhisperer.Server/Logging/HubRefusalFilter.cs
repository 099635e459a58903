using Microsoft.AspNetCore.SignalR;
using Serilog.Core;
using Serilog.Events;

namespace AIWhisperer.Server.Logging;

/// <summary>Drops the errors, with stacks, that SignalR logs for calls the server refuses: what a client sends is no fault of ours.</summary>
internal sealed class HubRefusalFilter : ILogEventFilter
{
    public bool IsEnabled(LogEvent logEvent) => logEvent.Exception is not HubException;
}
