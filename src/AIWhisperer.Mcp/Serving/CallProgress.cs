using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AIWhisperer.Mcp.Serving;

/// <summary>Tells a client how far its call is. Each report counts one more than the one before: how much there is to do nobody knows.</summary>
internal sealed class CallProgress(McpServer server, ProgressToken token)
{
    private int _reports;

    /// <summary>Null when the client does not want to know.</summary>
    public static CallProgress? Of(RequestContext<CallToolRequestParams> request) =>
        request.Params?.ProgressToken is { } token ? new CallProgress(request.Server, token) : null;

    public Task TellAsync(string message, CancellationToken cancellationToken) => server.NotifyProgressAsync(
        token, new ProgressNotificationValue { Progress = Interlocked.Increment(ref _reports), Message = message }, cancellationToken: cancellationToken);
}
