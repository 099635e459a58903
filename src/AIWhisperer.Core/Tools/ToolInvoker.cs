using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AIWhisperer.Core.Events;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools;

/// <summary>
/// Runs one tool call so that nothing a model asks for and nothing a tool does can harm the turn: every fault becomes an error text
/// that the model can act on. Thread-safe.
/// </summary>
internal sealed partial class ToolInvoker(
    IOptions<ToolOptions> options, ToolCatalog catalog, IToolServers servers, TimeProvider timeProvider, ILogger<ToolInvoker> logger)
{
    /// <summary>How long a tool may take to heed its cancelled token before it is left behind.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private const int MaxNameShown = 64;

    private readonly ToolOptions _options = options.Value;

    /// <summary>Runs the call, if it is granted and its arguments fit. The tool runs on the thread pool, so one that blocks does not
    /// block the caller.</summary>
    /// <param name="call">The call as the model made it.</param>
    /// <param name="granted">The tools this agent may call.</param>
    /// <param name="session">What the tool may do with the session.</param>
    /// <param name="progress">Told how far the call is.</param>
    /// <param name="adapt">Gives what is run in a tool's place.</param>
    /// <param name="turnToken">The turn's own token: its cancellation ends the wait at once, also when the tool does not heed it.</param>
    /// <exception cref="OperationCanceledException">The turn was cancelled; no other fault is thrown.</exception>
    public async Task<ToolOutcome> InvokeAsync(
        FunctionCallContent call,
        GrantedTools granted,
        IToolSession session,
        IProgress<ToolProgress> progress,
        Func<AIFunction, AIFunction> adapt,
        CancellationToken turnToken)
    {
        turnToken.ThrowIfCancellationRequested();
        var started = timeProvider.GetTimestamp();

        if (granted.Find(call.Name) is not { } tool)
        {
            LogRefusal(session.AgentId, call.Name);
            return Fail(NotGranted(call.Name, granted));
        }

        if (tool.OffBecause is { } reason)
        {
            return Fail($"'{tool.Name}' was not run: {reason}");
        }

        var limit = tool.Timeout ?? _options.Timeout;
        var running = RunAsync(tool, call, session, progress, adapt, limit, turnToken);
        await ((Task)running).WaitAsync(limit + Grace, timeProvider, turnToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (running.IsCompleted)
        {
            var (kind, text) = await running;
            return kind switch
            {
                ToolCallOutcome.Succeeded => ToolOutcome.Succeeded(text, Elapsed()),
                ToolCallOutcome.Unknown => ToolOutcome.Unknown(text, Elapsed()),
                _ => Fail(text),
            };
        }

        turnToken.ThrowIfCancellationRequested();
        LogAbandoned(tool.Name, limit + Grace);
        return ToolOutcome.Unknown(
            $"'{tool.Name}' took longer than its {limit.TotalSeconds} seconds and did not stop; whether it had an effect is unknown.", Elapsed());

        ToolOutcome Fail(string error) => ToolOutcome.Failed(error, Elapsed());
        TimeSpan Elapsed() => timeProvider.GetElapsedTime(started);
    }

    [SuppressMessage("Design", "CA1031", Justification = "A tool may throw anything; the model is told and the turn goes on.")]
    private async Task<(ToolCallOutcome Kind, string Text)> RunAsync(
        Tool tool,
        FunctionCallContent call,
        IToolSession session,
        IProgress<ToolProgress> progress,
        Func<AIFunction, AIFunction> adapt,
        TimeSpan timeLimit,
        CancellationToken turnToken)
    {
        using var limit = new CancellationTokenSource(timeLimit, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(turnToken, limit.Token);
        try
        {
            if (ToolArguments.FindFault(tool.Function, call) is { } fault)
            {
                LogUnfitArguments(tool.Name);
                return (ToolCallOutcome.Failed, fault);
            }

            var arguments = new AIFunctionArguments(call.Arguments)
            {
                Context = new Dictionary<object, object?>
                {
                    [ToolCallContext.SessionKey] = session,
                    [ToolCallContext.CallKey] = call,
                    [ToolCallContext.ProgressKey] = progress,
                },
            };
            var result = await Task.Run(() => adapt(tool.Function).InvokeAsync(arguments, either.Token).AsTask(), either.Token);
            return (ToolCallOutcome.Succeeded, ToolText.Cut(ToolText.From(result), _options.MaxResultBytes));
        }
        catch (OperationCanceledException) when (turnToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            LogTimedOut(tool.Name, timeLimit);
            var late = $"'{tool.Name}' took longer than its {timeLimit.TotalSeconds} seconds";
            return tool.RunsElsewhere
                ? (ToolCallOutcome.Unknown, $"{late} and was given up; whether it had an effect is unknown.")
                : (ToolCallOutcome.Failed, $"{late} and was stopped.");
        }
        catch (EffectUnknownException exception)
        {
            LogFailed(tool.Name, exception.Code);
            return (ToolCallOutcome.Unknown, exception.Message);
        }
        catch (AIWhispererException exception)
        {
            LogFailed(tool.Name, exception.Code);
            return (ToolCallOutcome.Failed, exception.Message);
        }
        catch (JsonException exception)
        {
            LogFailureSensitive(tool.Name, exception);
            LogUnfitArguments(tool.Name);
            return (
                ToolCallOutcome.Failed,
                $"'{tool.Name}' met JSON that it could not read or write; check the arguments. {ToolArguments.Expected(tool.Function)}");
        }
        catch (Exception exception)
        {
            LogFailureSensitive(tool.Name, exception);
            LogFailed(tool.Name, exception.GetType().Name);
            return (ToolCallOutcome.Failed, $"'{tool.Name}' failed; the server's log has the details.");
        }
    }

    /// <summary>Whether some tool has that name: then it is no secret. Any other is the caller's word.</summary>
    public bool Knows(string name) =>
        catalog.Find(name) is not null || servers.Servers.Any(server => server.Tools.Any(tool => tool.Name == name));

    private void LogRefusal(string agentId, string name)
    {
        if (Knows(name))
        {
            LogRefused(agentId, name);
        }
        else
        {
            LogUnknown(agentId);
            LogUnknownSensitive(name);
        }
    }

    private static string NotGranted(string name, GrantedTools granted)
    {
        if (name.Length > MaxNameShown)
        {
            name = string.Concat(name.AsSpan(0, MaxNameShown), "…");
        }

        var usable = granted.Usable.Select(tool => tool.Name).ToList();
        return usable.Count == 0
            ? $"There is no tool '{name}' here: no tool is granted to you."
            : $"There is no tool '{name}' here. Granted to you: {string.Join(", ", usable)}.";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit: the agent {AgentId} called {Tool}, which it is not granted; the call was refused.")]
    private partial void LogRefused(string agentId, string tool);

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit: the agent {AgentId} called a tool that does not exist; the call was refused.")]
    private partial void LogUnknown(string agentId);

    [LoggerMessage(Level = LogLevel.Trace, Message = "There is no tool {Tool}.")]
    private partial void LogUnknownSensitive(string tool);

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
