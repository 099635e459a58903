using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;

namespace AIWhisperer.SemanticKernel;

/// <summary>Says at start-up that loops run on Semantic Kernel, and on which version.</summary>
internal sealed partial class EngineReport(ILogger<EngineReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogEngine(typeof(Kernel).Assembly.GetName().Version?.ToString(3));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Information, "Loops run on Semantic Kernel {Version}")]
    private partial void LogEngine(string? version);
}
