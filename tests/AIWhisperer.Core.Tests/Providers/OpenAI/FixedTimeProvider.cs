namespace AIWhisperer.Core.Tests.Providers.OpenAI;

/// <summary>A clock that stands still; its timers are real.</summary>
internal sealed class FixedTimeProvider(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
