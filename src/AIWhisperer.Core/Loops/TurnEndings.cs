using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Core.Loops;

/// <summary>
/// Stores how turns end. A turn ends exactly once, so its ending is offered to the store until the store takes it, or until the server
/// cannot wait any longer: then the next start ends the turn. Thread-safe.
/// </summary>
internal sealed partial class TurnEndings(TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);

    /// <summary>False when the ending is not stored. Never throws.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Nothing is left to be done for a turn whose ending the log refuses.")]
    public async Task<bool> StoreAsync(Turn turn, string agentId, Func<Task> appendAsync)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                await appendAsync();
                return true;
            }
            catch (UnavailableException exception) when (!turn.GiveUpToken.IsCancellationRequested)
            {
                if (isFirst)
                {
                    LogEndingNotStored(exception, turn.Request.TurnId, agentId);
                }

                await Task.Delay(s_retryAfter, clock, turn.GiveUpToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception)
            {
                LogEndingGivenUp(exception, turn.Request.TurnId, agentId);
                return false;
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The ending of turn {TurnId} of agent {AgentId} could not be stored; it is tried again until it is")]
    private partial void LogEndingNotStored(Exception exception, string turnId, string agentId);

    [LoggerMessage(LogLevel.Error, "The ending of turn {TurnId} of agent {AgentId} was not stored; the next start ends the turn")]
    private partial void LogEndingGivenUp(Exception exception, string turnId, string agentId);
}
