using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>A call that is being recorded. Belongs to the one who makes the call.</summary>
internal sealed class RecordedCall(string providerId, IEnumerable<ChatMessage> messages, ProviderCallOptions options, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private readonly List<CassetteLine.Got> _pieces = [];

    public CassetteLine.Call Call { get; } = new(
        options.AgentId ?? "", 0, providerId, options.ModelId ?? "", null, CallForm.Tools(options), CallForm.Settings(options));

    public IReadOnlyList<CassetteLine.Sent> Sent { get; } = CallForm.Sent(messages, options);

    public IReadOnlyList<CassetteLine.Got> Pieces => _pieces;

    /// <summary>How it ended; that the caller left it, until it is told otherwise.</summary>
    public CassetteLine.End End
    {
        get => field ?? new(Ms, CassetteOutcome.Cancelled);
        private set;
    }

    private long Ms => (long)clock.GetElapsedTime(_started).TotalMilliseconds;

    public void Take(ChatResponseUpdate update) => _pieces.Add(new(
        Ms, ContentForm.Of(update.Contents), update.FinishReason?.Value, update.ModelId == options.ModelId ? null : update.ModelId));

    public void Complete() => End = new(Ms, CassetteOutcome.Completed);

    public void Fail(Exception failure) => End = new(Ms, CassetteOutcome.Failed, CassetteError.Of(failure));
}
