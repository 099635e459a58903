using AIWhisperer.Core.Tools;

namespace AIWhisperer.Mcp.Serving;

/// <summary>Passes on what a tool tells of its progress, where the client wants to know.</summary>
internal sealed class ToolReports(CallProgress? progress) : IProgress<ToolProgress>
{
    private Task _told = Task.CompletedTask;

    public void Report(ToolProgress value)
    {
        // A tool reports at any rate and never waits: what comes while the client is being told is left out.
        if (progress is not null && _told.IsCompleted)
        {
            _told = progress.TellAsync(value.Message, CancellationToken.None);
        }
    }
}
