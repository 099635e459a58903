using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AIWhisperer.Core;
using AIWhisperer.Core.Events;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Problems;

/// <summary>The one place where the hub turns an exception into an answer: the same codes as REST.</summary>
internal sealed partial class HubProblemFilter(IOptions<JsonHubProtocolOptions> json, ILogger<HubProblemFilter> logger) : IHubFilter
{
    private readonly ConcurrentDictionary<MethodInfo, string?[]> _neededArguments = [];

    private JsonSerializerOptions Options => json.Value.PayloadSerializerOptions;

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            CheckArguments(invocationContext);
            var result = await next(invocationContext);
            return result is IAsyncEnumerable<LoggedEvent> events
                ? GuardAsync(events, invocationContext.Context.ConnectionAborted, CancellationToken.None)
                : result;
        }
        catch (Exception exception) when (IsOurs(exception, invocationContext.Context.ConnectionAborted))
        {
            throw Translate(exception);
        }
    }

    public Task OnDisconnectedAsync(
        HubLifetimeContext context,
        Exception? exception,
        Func<HubLifetimeContext, Exception?, Task> next)
    {
        if (exception is HubException or InvalidDataException)
        {
            LogClosed(exception.Message);
        }

        return next(context, exception);
    }

    private async IAsyncEnumerable<LoggedEvent> GuardAsync(
        IAsyncEnumerable<LoggedEvent> events,
        CancellationToken connectionAborted,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var enumerator = events.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await enumerator.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception exception) when (IsOurs(exception, connectionAborted) && !cancellationToken.IsCancellationRequested)
            {
                throw Translate(exception);
            }

            yield return enumerator.Current;
        }
    }

    private static bool IsOurs(Exception exception, CancellationToken connectionAborted) =>
        exception is not HubException && !(exception is OperationCanceledException && connectionAborted.IsCancellationRequested);

    private void CheckArguments(HubInvocationContext invocation)
    {
        var needed = _neededArguments.GetOrAdd(invocation.HubMethod, NamesOfNeededArguments);
        for (var index = 0; index < invocation.HubMethodArguments.Count; index++)
        {
            if (invocation.HubMethodArguments[index] is null && needed[index] is { } name)
            {
                throw new InvalidInputException(ErrorCodes.InvalidRequest, name, $"The argument '{name}' is null. Give it a value.");
            }
        }
    }

    private static string?[] NamesOfNeededArguments(MethodInfo method)
    {
        var nullability = new NullabilityInfoContext();
        return
        [
            .. method.GetParameters()
                .Where(parameter => parameter.ParameterType != typeof(CancellationToken))
                .Select(parameter => nullability.Create(parameter).WriteState == NullabilityState.NotNull ? parameter.Name : null),
        ];
    }

    private HubException Translate(Exception exception)
    {
        if (exception is not AIWhispererException known)
        {
            LogUnexpected(exception);
            return new HubException(Problem.Unexpected.ToHubMessage(Options));
        }

        var problem = Problem.Of(known);
        if (known is LimitReachedException)
        {
            LogLimited(known.Code);
        }
        else if (problem.Status >= StatusCodes.Status500InternalServerError)
        {
            // A refusal without a cause, such as that of a stopping server, is told by its code.
            LogUnavailable(known.InnerException is null ? null : known, known.Code);
        }
        else
        {
            LogRefused(known.Code);
        }

        return new HubException(problem.ToHubMessage(Options));
    }

    /// <summary>Whoever calls too much must not fill the log too.</summary>
    [LoggerMessage(LogLevel.Debug, "A hub call is refused by a limit: {Code}")]
    private partial void LogLimited(string code);

    [LoggerMessage(LogLevel.Information, "A hub call is refused: {Code}")]
    private partial void LogRefused(string code);

    [LoggerMessage(LogLevel.Information, "A hub connection is closed, for a message on it cannot be read: {Reason}")]
    private partial void LogClosed(string reason);

    [LoggerMessage(LogLevel.Warning, "A hub call cannot be served: {Code}")]
    private partial void LogUnavailable(Exception? exception, string code);

    [LoggerMessage(LogLevel.Error, "A hub call failed unexpectedly")]
    private partial void LogUnexpected(Exception exception);
}
