using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>Makes a turn's model calls and reads their streams.</summary>
/// <param name="client">What to call.</param>
/// <param name="turnId">The turn, for what stands between it and the wire.</param>
/// <param name="config">The agent's settings.</param>
/// <param name="hearAsync">Is told what happens to the call itself, in order with what is read.</param>
internal sealed class ModelCaller(IChatClient client, string turnId, AILoopConfig config, Func<ProviderNotice, Task> hearAsync)
{
    /// <summary>Reads the whole stream into <paramref name="reply"/>, which keeps what came when this throws.</summary>
    /// <param name="history">What was said.</param>
    /// <param name="tools">What the model may call.</param>
    /// <param name="reply">Is filled.</param>
    /// <param name="begun">Nothing is read into the reply before this has completed; what it throws ends the call.</param>
    /// <param name="turnToken">The turn's own.</param>
    /// <exception cref="ProviderException">The call failed, on the last model that could be tried.</exception>
    /// <exception cref="OperationCanceledException">The turn's token was cancelled.</exception>
    public async Task CallAsync(
        IReadOnlyList<ChatMessage> history, IList<AITool> tools, ModelReply reply, Task begun, CancellationToken turnToken)
    {
        var messages = new List<ChatMessage>(history.Count + 1) { new(ChatRole.System, config.Agent.Instructions) };
        messages.AddRange(history);
        await foreach (var update in client.GetStreamingResponseAsync(messages, Options(tools), turnToken))
        {
            await begun;
            if (update.Contents is [ProviderNotice notice])
            {
                await hearAsync(notice);
            }
            else
            {
                reply.Take(update);
            }
        }
    }

    private ProviderCallOptions Options(IList<AITool> tools) => new()
    {
        TurnId = turnId,
        Temperature = (float)config.Temperature,
        MaxOutputTokens = config.MaxTokens,
        TopP = (float?)config.Agent.AI.TopP,
        FrequencyPenalty = (float?)config.Agent.AI.FrequencyPenalty,
        PresencePenalty = (float?)config.Agent.AI.PresencePenalty,
        StopSequences = config.Agent.AI.Stop.IsEmpty ? null : [.. config.Agent.AI.Stop],
        Reasoning = Effort(config.Agent.AI.ReasoningEffort) is { } effort ? new ReasoningOptions { Effort = effort } : null,
        Tools = tools.Count == 0 ? null : tools,
    };

    private static ReasoningEffort? Effort(string? name) => name switch
    {
        "none" => ReasoningEffort.None,
        "low" => ReasoningEffort.Low,
        "medium" => ReasoningEffort.Medium,
        "high" => ReasoningEffort.High,
        _ => null,
    };
}
