using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>
/// A call that is being recorded. It only notes what passes by; the lines are made by whoever asks for them. Belongs to the one who makes
/// the call.
/// </summary>
internal sealed class RecordedCall(string providerId, IReadOnlyList<ChatMessage> messages, ProviderCallOptions options, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private readonly List<(long Ms, ChatResponseUpdate Update)> _updates = [];
    private CassetteLine.End? _end;

    public string Agent => options.AgentId ?? "";

    private long Ms => (long)clock.GetElapsedTime(_started).TotalMilliseconds;

    public void Take(ChatResponseUpdate update) => _updates.Add((Ms, update));

    public void Complete() => _end = new(Ms, CassetteOutcome.Completed);

    public void Fail(Exception failure) => _end = new(Ms, CassetteOutcome.Failed, CassetteError.Of(failure));

    /// <summary>Its caller left it, unless something else came first.</summary>
    public void Leave() => _end ??= new(Ms, CassetteOutcome.Cancelled);

    public CassetteLine.Call Call(int ordinal, int? keeps) => new(
        Agent, ordinal, providerId, options.ModelId ?? "", keeps, CallForm.Tools(options), CallForm.Settings(options));

    public IReadOnlyList<CassetteLine.Sent> Sent() => CallForm.Sent(messages, options);

    public IReadOnlyList<CassetteLine.Got> Got() =>
    [
        .. _updates.Select(piece => new CassetteLine.Got(
            piece.Ms,
            ContentForm.Of(piece.Update.Contents),
            piece.Update.FinishReason?.Value,
            piece.Update.ModelId == options.ModelId ? null : piece.Update.ModelId)),
    ];

    public CassetteLine.End End() => _end!;
}
