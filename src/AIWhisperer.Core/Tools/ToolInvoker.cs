using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools;

/// <summary>
/// Runs one tool call so that nothing a model asks for and nothing a tool does can harm the turn: every fault becomes an error text
/// that the model can act on. Thread-safe.
/// </summary>
internal sealed partial class ToolInvoker(
    ToolCatalog catalog,
    IOptions<ToolOptions> options,
    TimeProvider timeProvider,
    ILogger<ToolInvoker> logger)
{
    /// <summary>How long a tool may take to heed its cancelled token before it is left behind.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private const int MaxNameShown = 64;

    private readonly ToolOptions _options = options.Value;

    /// <summary>Runs the call, if it is granted and its arguments fit. The tool runs on the thread pool, so one that blocks does not
    /// block the caller.</summary>
    /// <param name="call">The call as the model made it.</param>
    /// <param name="granted">The names of the tools this agent may call.</param>
    /// <param name="session">What the tool may do with the session.</param>
    /// <param name="adapt">Gives what is run in a tool's place.</param>
    /// <param name="turnToken">The turn's own token: its cancellation ends the wait at once, also when the tool does not heed it.</param>
    /// <exception cref="OperationCanceledException">The turn was cancelled; no other fault is thrown.</exception>
    public async Task<ToolOutcome> InvokeAsync(
        FunctionCallContent call,
        IReadOnlyCollection<string> granted,
        IToolSession session,
        Func<AIFunction, AIFunction> adapt,
        CancellationToken turnToken)
    {
        turnToken.ThrowIfCancellationRequested();
        var started = timeProvider.GetTimestamp();

        var tool = granted.Contains(call.Name, StringComparer.Ordinal) ? catalog.Find(call.Name) : null;
        if (tool is null)
        {
            LogRefused(session.AgentId);
            LogRefusedSensitive(call.Name);
            return Fail(NotGranted(call.Name, granted));
        }

        var running = RunAsync(tool, call, session, adapt, turnToken);
        await ((Task)running).WaitAsync(_options.Timeout + Grace, timeProvider, turnToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (running.IsCompleted)
        {
            var (result, error) = await running;
            return error is null ? ToolOutcome.Succeeded(result!, Elapsed()) : Fail(error);
        }

        turnToken.ThrowIfCancellationRequested();
        LogAbandoned(tool.Name, _options.Timeout + Grace);
        return ToolOutcome.Unknown(
            $"'{tool.Name}' took longer than its {Seconds} seconds and did not stop; whether it had an effect is unknown.", Elapsed());

        ToolOutcome Fail(string error) => ToolOutcome.Failed(error, Elapsed());
        TimeSpan Elapsed() => timeProvider.GetElapsedTime(started);
    }

    private double Seconds => _options.Timeout.TotalSeconds;

    [SuppressMessage("Design", "CA1031", Justification = "A tool may throw anything; the model is told and the turn goes on.")]
    private async Task<(string? Result, string? Error)> RunAsync(
        AIFunction tool,
        FunctionCallContent call,
        IToolSession session,
        Func<AIFunction, AIFunction> adapt,
        CancellationToken turnToken)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(turnToken, limit.Token);
        try
        {
            if (ToolArguments.FindFault(tool, call) is { } fault)
            {
                LogUnfitArguments(tool.Name);
                return (null, fault);
            }

            var arguments = new AIFunctionArguments(call.Arguments)
            {
                Context = new Dictionary<object, object?> { [ToolCatalog.SessionKey] = session, [ToolCatalog.CallKey] = call },
            };
            var result = await Task.Run(() => adapt(tool).InvokeAsync(arguments, either.Token).AsTask(), either.Token);
            return (ToolText.Cut(ToolText.From(result), _options.MaxResultBytes), null);
        }
        catch (OperationCanceledException) when (turnToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            LogTimedOut(tool.Name, _options.Timeout);
            return (null, $"'{tool.Name}' took longer than its {Seconds} seconds and was stopped.");
        }
        catch (AIWhispererException exception)
        {
            LogFailed(tool.Name, exception.Code);
            return (null, exception.Message);
        }
        catch (JsonException exception)
        {
            LogFailureSensitive(tool.Name, exception);
            LogUnfitArguments(tool.Name);
            return (null, $"'{tool.Name}' met JSON that it could not read or write; check the arguments. {ToolArguments.Expected(tool)}");
        }
        catch (Exception exception)
        {
            LogFailureSensitive(tool.Name, exception);
            LogFailed(tool.Name, exception.GetType().Name);
            return (null, $"'{tool.Name}' failed; the server's log has the details.");
        }
    }

    private string NotGranted(string name, IReadOnlyCollection<string> granted)
    {
        if (name.Length > MaxNameShown)
        {
            name = string.Concat(name.AsSpan(0, MaxNameShown), "…");
        }

        var usable = catalog.Names.Intersect(granted, StringComparer.Ordinal).ToList();
        return usable.Count == 0
            ? $"There is no tool '{name}' here: no tool is granted to you."
            : $"There is no tool '{name}' here. Granted to you: {string.Join(", ", usable)}.";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused a tool that is not granted to the agent {AgentId}.")]
    private partial void LogRefused(string agentId);

    // Any name can stand here: it is the model's word.
    [LoggerMessage(Level = LogLevel.Trace, Message = "Refused the tool {Tool}.")]
    private partial void LogRefusedSensitive(string tool);

    [LoggerMessage(Level = LogLevel.Information, Message = "The tool {Tool} was called with arguments that do not fit.")]
    private partial void LogUnfitArguments(string tool);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The tool {Tool} was stopped at its limit of {Limit}.")]
    private partial void LogTimedOut(string tool, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Error, Message = "The tool {Tool} did not heed its token and was left behind after {Limit}.")]
    private partial void LogAbandoned(string tool, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The tool {Tool} failed with {Fault}; the level Trace shows the details.")]
    private partial void LogFailed(string tool, string fault);

    // A tool's exception may quote its arguments, which are the model's words.
    [LoggerMessage(Level = LogLevel.Trace, Message = "The tool {Tool} threw.")]
    private partial void LogFailureSensitive(string tool, Exception exception);
}
