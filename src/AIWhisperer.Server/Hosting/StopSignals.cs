using System.Runtime.InteropServices;

namespace AIWhisperer.Server.Hosting;

/// <summary>
/// The signals that stop the program. It stands in for the framework's console lifetime, which at the first signal declares the
/// application stopping, and with that SignalR closes its connections before a turn has ended. Here a signal only asks: the program
/// answers by stopping its host, which drains sessions first.
/// </summary>
internal sealed partial class StopSignals(ILogger<StopSignals> logger) : IHostLifetime, IDisposable
{
    private static readonly PosixSignal[] s_signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT];

    private readonly CancellationTokenSource _asked = new();
    private readonly CancellationTokenSource _urged = new();
    private PosixSignalRegistration[] _registrations = [];

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken AskedToken => _asked.Token;

    /// <summary>Cancelled at the second signal: whoever sent it does not want to wait for turns.</summary>
    public CancellationToken UrgedToken => _urged.Token;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations = Array.ConvertAll(s_signals, signal => PosixSignalRegistration.Create(signal, Take));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _asked.Dispose();
        _urged.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        // Else the runtime would end the process.
        context.Cancel = true;
        LogSignal(context.Signal);
        (_asked.IsCancellationRequested ? _urged : _asked).Cancel();
    }

    [LoggerMessage(LogLevel.Information, "Received {Signal}; one more ends running turns at once")]
    private partial void LogSignal(PosixSignal signal);
}
