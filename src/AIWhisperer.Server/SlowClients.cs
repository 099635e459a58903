using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server;

/// <summary>Cuts off clients that do not take what is sent to them, whichever wire they use. A turn never notices.</summary>
internal sealed partial class SlowClients(IOptions<ServerOptions> options, TimeProvider clock, ILogger<SlowClients> logger)
{
    /// <summary>Watches one stream until the watch is disposed.</summary>
    /// <param name="abort">Ends the client's connection at once: one that takes nothing cannot be told anything either.</param>
    public SendWatch Watch(Action abort)
    {
        var patience = options.Value.SendTimeout;
        return new SendWatch(patience, clock, () =>
        {
            LogCut(patience.TotalSeconds);
            Abort(abort);
        });
    }

    [SuppressMessage("Design", "CA1031", Justification = "What a timer's callback throws ends the process.")]
    private void Abort(Action abort)
    {
        try
        {
            abort();
        }
        catch (Exception exception)
        {
            LogGone(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "A client is cut off: for {Seconds} s it took nothing of what was sent to it")]
    private partial void LogCut(double seconds);

    [LoggerMessage(LogLevel.Debug, "The client's request was over before it could be cut off")]
    private partial void LogGone(Exception exception);
}
