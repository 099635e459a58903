using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using ModelContextProtocol.Protocol;

namespace AIWhisperer.Mcp;

/// <summary>
/// The messages of one connection, within a budget. The SDK deals with each message as it comes and keeps each answer until the server
/// reads it: without a bound a server that only asks would fill the memory. Beyond the budget the connection reads no more and ends.
/// </summary>
internal sealed class BoundedTransport : ITransport
{
    private readonly ITransport _inner;
    private readonly MessageBudget _budget;

    /// <param name="inner">Carries the messages; disposed with this.</param>
    /// <param name="budget">Of this connection.</param>
    public BoundedTransport(ITransport inner, MessageBudget budget)
    {
        _inner = inner;
        _budget = budget;
        MessageReader = new BudgetedReader(inner.MessageReader, budget, () => _ = EndAsync());
    }

    public string? SessionId => _inner.SessionId;

    public ChannelReader<JsonRpcMessage> MessageReader { get; }

    public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        try
        {
            await _inner.SendMessageAsync(message, cancellationToken);
        }
        catch (IOException) when (message is JsonRpcNotification { Method: NotificationMethods.CancelledNotification })
        {
            // The SDK sends it when a call is given up, and awaits it nowhere. A server that is gone need not be told.
        }

        _budget.Sent(message);
    }

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    [SuppressMessage("Design", "CA1031", Justification = "Whoever holds the connection disposes it too, and sees what comes of that.")]
    private async Task EndAsync()
    {
        try
        {
            await Task.Run(() => _inner.DisposeAsync().AsTask());
        }
        catch (Exception)
        {
            // It ends with what carries it.
        }
    }

    private sealed class BudgetedReader(ChannelReader<JsonRpcMessage> inner, MessageBudget budget, Action end) : ChannelReader<JsonRpcMessage>
    {
        public override Task Completion => inner.Completion;

        public override bool TryRead([MaybeNullWhen(false)] out JsonRpcMessage item)
        {
            if (budget.Fault is not null || !inner.TryRead(out item))
            {
                item = null;
                return false;
            }

            if (budget.Take(item))
            {
                return true;
            }

            item = null;
            end();
            return false;
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
            budget.Fault is null ? inner.WaitToReadAsync(cancellationToken) : ValueTask.FromResult(false);
    }
}
