using System.Threading.Tasks.Sources;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Providers.Resilience;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.Resilience;

public sealed class UpdateCostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Update_AfterTheFirst_AllocatesNothing(bool isReady)
    {
        const int Count = 5_000;
        var provider = new ProviderDefinition { Id = "test", Kind = "openai" };
        using var wire = new SteppedWire();
        using var timed = new TimeLimitedChatClient(wire, provider, TimeProvider.System);
        using var client = new ResilientChatClient(
            timed, provider, new ProviderGuards(provider, TimeProvider.System), new CallTally(TimeProvider.System), TimeProvider.System);
        await using var updates = client.GetStreamingResponseAsync([], null, Token).GetAsyncEnumerator(Token);
        wire.Step();
        Assert.True(await updates.MoveNextAsync());
        await StepsAsync(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var stayed = await StepsAsync(Count);

        Assert.True(stayed);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (double)Count, 0, 1);

        // The wire answers on this very thread, so that every allocation is this thread's.
        async ValueTask<bool> StepsAsync(int count)
        {
            var thread = Environment.CurrentManagedThreadId;
            for (var step = 0; step < count; step++)
            {
                if (isReady)
                {
                    wire.Step();
                }

                var next = updates.MoveNextAsync();
                if (!isReady)
                {
                    wire.Step();
                }

                if (!next.IsCompleted || !await next)
                {
                    return false;
                }
            }

            return thread == Environment.CurrentManagedThreadId;
        }
    }

    /// <summary>Gives the same update at each step, without an allocation of its own.</summary>
    private sealed class SteppedWire : IChatClient, IAsyncEnumerable<ChatResponseUpdate>, IAsyncEnumerator<ChatResponseUpdate>, IValueTaskSource<bool>
    {
        private ManualResetValueTaskSourceCore<bool> _next;
        private bool _isAhead;
        private bool _isAwaited;

        public ChatResponseUpdate Current { get; } = Answers.Text("token");

        public void Step()
        {
            if (_isAwaited)
            {
                _isAwaited = false;
                _next.SetResult(true);
            }
            else
            {
                _isAhead = true;
            }
        }

        public ValueTask<bool> MoveNextAsync()
        {
            if (_isAhead)
            {
                _isAhead = false;
                return new(true);
            }

            _next.Reset();
            _isAwaited = true;
            return new(this, _next.Version);
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => this;

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public bool GetResult(short token) => _next.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _next.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _next.OnCompleted(continuation, state, token, flags);

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
