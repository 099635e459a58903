using Serilog.Core;
using Serilog.Events;

namespace AIWhisperer.Server.Logging;

/// <summary>Drops the stacks that the host and Kestrel log when a start fails: the program itself says why, in one line.</summary>
internal sealed class StartupFailureFilter : ILogEventFilter
{
    public bool IsEnabled(LogEvent logEvent) =>
        logEvent.Exception is null
        || !logEvent.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
        || source is not ScalarValue { Value: string category }
        || !IsStartFailure(category, logEvent.MessageTemplate.Text);

    private static bool IsStartFailure(string category, string message) =>
        (category == "Microsoft.Extensions.Hosting.Internal.Host" && message == "Hosting failed to start")
        || (category == "Microsoft.AspNetCore.Server.Kestrel" && message == "Unable to start Kestrel.");
}
