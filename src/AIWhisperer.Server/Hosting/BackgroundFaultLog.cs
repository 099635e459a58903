namespace AIWhisperer.Server.Hosting;

/// <summary>Logs what background tasks throw when nobody awaits them. It harms nobody else, but it is a defect and must not stay unseen.</summary>
internal sealed partial class BackgroundFaultLog(ILogger<BackgroundFaultLog> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        TaskScheduler.UnobservedTaskException += Log;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        TaskScheduler.UnobservedTaskException -= Log;
        return Task.CompletedTask;
    }

    private void Log(object? sender, UnobservedTaskExceptionEventArgs fault)
    {
        LogFault(fault.Exception);
        fault.SetObserved();
    }

    [LoggerMessage(LogLevel.Error, "A background task failed and nobody awaited it")]
    private partial void LogFault(Exception exception);
}
