using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core.Tools;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AIWhisperer.Mcp;

/// <summary>A connection to a server while it lives. Thread-safe.</summary>
internal sealed class McpConnection : IAsyncDisposable
{
    private static readonly TimeSpan s_untilLeft = TimeSpan.FromSeconds(2);

    private readonly McpClient _client;
    private readonly MessageBudget _budget;
    private readonly StdioProcess? _process;
    private readonly HttpClient? _http;
    private readonly McpOptions _options;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isListOld = true;

    /// <param name="client">Speaks with the server.</param>
    /// <param name="budget">Of what the server sends.</param>
    /// <param name="process">The server itself; ends with the connection.</param>
    /// <param name="http">What reaches the server; disposed with the connection.</param>
    /// <param name="options">The limits.</param>
    /// <param name="clock">For the wait for a client that does not end.</param>
    public McpConnection(
        McpClient client, MessageBudget budget, StdioProcess? process, HttpClient? http, McpOptions options, TimeProvider clock)
    {
        _client = client;
        _budget = budget;
        _process = process;
        _http = http;
        _options = options;
        _clock = clock;
        Closed = CloseAsync();
    }

    /// <summary>Ends when nothing of the connection is left, whoever ended it. Never fails.</summary>
    public Task Closed { get; }

    /// <summary>Whether calls are of no use any more.</summary>
    public bool IsEnded => _ended.IsCancellationRequested;

    /// <summary>What the server did to end the connection, as far as it is known.</summary>
    public string? Fault => _budget.Fault ?? _process?.Fault;

    /// <summary>Whether the server has said that its tools are others now, or was not asked for them yet.</summary>
    public bool IsListOld => _isListOld;

    /// <summary>As they were last listed.</summary>
    public ImmutableArray<ServerTool> Tools { get; private set; } = [];

    /// <summary>The server has other tools now.</summary>
    public void MarkListOld() => _isListOld = true;

    /// <summary>Asks for the tools again.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        // A change that is told of from here on makes the list old again.
        _isListOld = false;
        try
        {
            Tools = await ToolListReader.ReadAsync(_client, _options, cancellationToken);
        }
        catch
        {
            _isListOld = true;
            throw;
        }
    }

    /// <summary>Calls a tool once.</summary>
    /// <exception cref="McpConnectException">The connection ended before the answer came: whether the call had an effect is unknown.</exception>
    public async Task<CallToolResult> CallAsync(
        string tool, IReadOnlyDictionary<string, object?> arguments, IProgress<ToolProgress> progress, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        try
        {
            return await _client.CallToolAsync(tool, arguments, new ProgressRelay(progress), cancellationToken: either.Token);
        }
        catch (Exception fault) when (IsLoss(fault) && !cancellationToken.IsCancellationRequested)
        {
            // What carries the messages may be broken though nothing has told so yet.
            _asked.TrySetResult();
            throw new McpConnectException("its connection ended before it answered", fault);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _asked.TrySetResult();
        await Closed;
    }

    private bool IsLoss(Exception fault) =>
        fault is IOException or HttpRequestException or ClientTransportClosedException or OperationCanceledException || IsEnded;

    [SuppressMessage("Design", "CA1031", Justification = "However the client ends, what carries it must end too.")]
    private async Task CloseAsync()
    {
        await Task.WhenAny(_client.Completion, _process?.Exited ?? _asked.Task, _asked.Task, _budget.Exceeded);
        await _ended.CancelAsync();
        var processEnd = _process?.DisposeAsync().AsTask() ?? Task.CompletedTask;
        try
        {
            await _client.DisposeAsync().AsTask().WaitAsync(s_untilLeft, _clock);
        }
        catch (Exception)
        {
            // It is left behind: soon it has nothing to speak with.
        }

        await processEnd;
        _http?.Dispose();
    }
}
