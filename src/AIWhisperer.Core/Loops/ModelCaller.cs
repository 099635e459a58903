using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>Makes one model call and reads its stream, no longer than the model stays silent for too long.</summary>
internal sealed class ModelCaller(ChosenModel model, string turnId, AILoopConfig config, TimeProvider clock)
{
    /// <summary>Reads the whole stream into <paramref name="reply"/>, which keeps what came when this throws.</summary>
    /// <param name="history">What was said.</param>
    /// <param name="tools">What the model may call.</param>
    /// <param name="reply">Is filled.</param>
    /// <param name="begun">Nothing is read into the reply before this has completed; what it throws ends the call.</param>
    /// <param name="turnToken">The turn's own.</param>
    /// <exception cref="ProviderException">The call failed, or the model was silent for longer than the agent's timeout.</exception>
    /// <exception cref="OperationCanceledException">The turn's token was cancelled.</exception>
    public async Task CallAsync(
        IReadOnlyList<ChatMessage> history, IList<AITool> tools, ModelReply reply, Task begun, CancellationToken turnToken)
    {
        using var silence = new CancellationTokenSource(config.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(turnToken, silence.Token);
        var messages = new List<ChatMessage>(history.Count + 1) { new(ChatRole.System, config.Agent.Instructions) };
        messages.AddRange(history);
        try
        {
            await foreach (var update in model.Client.GetStreamingResponseAsync(messages, Options(tools), either.Token))
            {
                silence.CancelAfter(config.Timeout);
                await begun;
                reply.Take(update);
            }
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !turnToken.IsCancellationRequested)
        {
            throw new ProviderException(
                ErrorCodes.ProviderTimeout,
                $"{model.Model} sent nothing for {config.Timeout.TotalSeconds:0.#} s (ai_config.timeout). Send the message again, or raise the timeout.")
            {
                Retryable = true,
            };
        }
    }

    private ProviderCallOptions Options(IList<AITool> tools) => new()
    {
        AgentId = config.Agent.Id,
        TurnId = turnId,
        ModelId = model.Model.Model,
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
