using System.Text.Json;
using AIWhisperer.Core.Tools;

namespace AIWhisperer.Core.Loops.ClientTools;

/// <summary>
/// The tools that the clients of one session offer, and the calls that wait for them. Of several answers to a call the first counts.
/// Thread-safe. It is kept in memory only: a restart forgets who offered what.
/// </summary>
public sealed class ClientToolDesk
{
    private readonly ClientToolRules _rules;
    private readonly Lock _gate = new();
    private readonly List<Offer> _offers = [];
    private readonly Dictionary<(string TurnId, string CallId), Waiting> _waiting = [];

    internal ClientToolDesk(ClientToolRules rules) => _rules = rules;

    /// <summary>Offers tools to turns that begin from now on, until what is returned is disposed: then the calls that wait for them fail.</summary>
    /// <param name="tools">What is offered.</param>
    /// <exception cref="InvalidInputException">A declaration does not fit.</exception>
    internal IDisposable Declare(IReadOnlyList<ClientToolDeclaration> tools)
    {
        _rules.Check(tools);
        var offer = new Offer(this, tools);
        lock (_gate)
        {
            _offers.Add(offer);
        }

        return offer;
    }

    /// <summary>Checks the tools that come with a message.</summary>
    /// <exception cref="InvalidInputException">A declaration does not fit.</exception>
    internal void Check(IReadOnlyList<ClientToolDeclaration> tools) => _rules.Check(tools);

    /// <summary>The tools of a turn: those that came with its message, and those that are offered now. Of one name the first is taken.</summary>
    /// <param name="own">Those that came with its message.</param>
    /// <param name="call">Sends a call to the clients.</param>
    internal IReadOnlyList<Tool> ToolsFor(IReadOnlyList<ClientToolDeclaration> own, ClientToolCall call)
    {
        List<ClientToolDeclaration> offered;
        lock (_gate)
        {
            offered = [.. _offers.SelectMany(offer => offer.Tools)];
        }

        var ownNames = own.Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
        return [.. own.Concat(offered).DistinctBy(tool => tool.Name).Select(tool => new Tool(
            new ClientToolFunction(tool, (content, token) => call(content, TimeoutOf(tool), ownNames.Contains(tool.Name), token)), "client", ToolEffect.Network)
        {
            GivesUntrusted = true,
            RunsElsewhere = true,
            Timeout = TimeoutOf(tool),
        })];
    }

    /// <summary>Waits for the answer to a call.</summary>
    /// <param name="turnId">The call's turn.</param>
    /// <param name="callId">The call.</param>
    /// <param name="name">The tool.</param>
    /// <param name="isOfMessage">Whether the tool came with the message: then nobody is known who could leave.</param>
    /// <param name="tellAsync">Tells the clients of the call, once its answer can be taken.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="UnavailableException">The client said that it failed, or had gone before it was called.</exception>
    /// <exception cref="EffectUnknownException">The client has gone before it answered.</exception>
    internal async Task<string> AwaitAsync(
        string turnId, string callId, string name, bool isOfMessage, Func<Task> tellAsync, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(name, isOfMessage);
        lock (_gate)
        {
            if (!isOfMessage && !IsOffered_NeedsLock(name))
            {
                throw Gone(name);
            }

            _waiting[(turnId, callId)] = waiting;
        }

        try
        {
            await tellAsync();
            return await waiting.Answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _waiting.Remove((turnId, callId));
            }
        }
    }

    /// <summary>Gives the answer to a call that waits for one; false when it does not, or not any more.</summary>
    /// <exception cref="InvalidInputException">The answer is neither a result nor an error, or both, or cannot be read.</exception>
    internal bool TryAnswer(string turnId, string callId, ClientToolResult answer)
    {
        // Beside an error, a null is but the absence of a result.
        var kind = answer.Result.ValueKind;
        if (answer.Error is null ? kind == JsonValueKind.Undefined : kind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            throw new InvalidInputException(ErrorCodes.InvalidRequest, "result", "Give exactly one of 'result' and 'error'.");
        }

        var result = answer.Error is null ? ReadResult(answer.Result) : null;
        Waiting? waiting;
        lock (_gate)
        {
            _waiting.Remove((turnId, callId), out waiting);
        }

        return waiting is not null && (answer.Error is { } error
            ? waiting.Answer.TrySetException(new UnavailableException(
                ErrorCodes.InvalidRequest, $"'{waiting.Name}' failed at the client: {ToolText.Cut(error, _rules.Options.MaxResultBytes)}"))
            : waiting.Answer.TrySetResult(result!));
    }

    private void Withdraw(Offer offer)
    {
        List<Waiting> deserted;
        lock (_gate)
        {
            _offers.Remove(offer);
            deserted = [.. _waiting.Values.Where(waiting => !waiting.IsOfMessage && !IsOffered_NeedsLock(waiting.Name))];
        }

        deserted.ForEach(waiting => waiting.Answer.TrySetException(new EffectUnknownException(
            $"The client that runs '{waiting.Name}' has gone before it answered; whether the call had an effect is unknown. Do without the tool.")));
    }

    private bool IsOffered_NeedsLock(string name) => _offers.Exists(offer => offer.Tools.Any(tool => tool.Name == name));

    private TimeSpan TimeoutOf(ClientToolDeclaration tool) =>
        tool.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : _rules.Options.ClientTimeout;

    private static string ReadResult(JsonElement result)
    {
        try
        {
            return ToolText.From(result);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or JsonException)
        {
            throw new InvalidInputException(
                ErrorCodes.InvalidRequest, "result", "The result holds half a character (a lone surrogate). Send valid Unicode.");
        }
    }

    private static UnavailableException Gone(string name) =>
        new(ErrorCodes.InvalidRequest, $"The client that runs '{name}' has gone. Do without the tool.");

    private sealed class Offer(ClientToolDesk desk, IReadOnlyList<ClientToolDeclaration> tools) : IDisposable
    {
        public IReadOnlyList<ClientToolDeclaration> Tools => tools;

        public void Dispose() => desk.Withdraw(this);
    }

    private sealed class Waiting(string name, bool isOfMessage)
    {
        public string Name => name;

        public bool IsOfMessage => isOfMessage;

        public TaskCompletionSource<string> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
