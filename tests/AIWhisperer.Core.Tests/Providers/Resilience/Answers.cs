using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.Resilience;

/// <summary>Answers for a <see cref="ScriptedClient"/>.</summary>
internal static class Answers
{
    public static async IAsyncEnumerable<ChatResponseUpdate> Of(params ChatResponseUpdate[] updates)
    {
        await Task.CompletedTask;
        foreach (var update in updates)
        {
            yield return update;
        }
    }

    public static ChatResponseUpdate Text(string text) => new(ChatRole.Assistant, text);

    /// <summary>Updates, and then a fault.</summary>
    public static async IAsyncEnumerable<ChatResponseUpdate> Fail(Exception fault, params ChatResponseUpdate[] updates)
    {
        await foreach (var update in Of(updates))
        {
            yield return update;
        }

        throw fault;
    }

    /// <summary>Updates, and then nothing until the call is cancelled or the signal comes.</summary>
    public static async IAsyncEnumerable<ChatResponseUpdate> Hold(
        Task until, [EnumeratorCancellation] CancellationToken cancellationToken, params ChatResponseUpdate[] updates)
    {
        await foreach (var update in Of(updates))
        {
            yield return update;
        }

        await until.WaitAsync(cancellationToken);
        yield return Text("end");
    }

    public static ProviderException Fault(string code = ErrorCodes.ProviderUnavailable, int? status = null, TimeSpan? retryAfter = null) =>
        new(code, $"It failed with {code}.") { Retryable = true, Status = status, RetryAfter = retryAfter };
}
