using AIWhisperer.Core.Agents;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>The model that answers a turn.</summary>
/// <param name="Model">Which one.</param>
/// <param name="Client">What to call.</param>
/// <param name="PassedOver">The agent's first choice when another answers, else null.</param>
/// <param name="Reason">Why the first choice was passed over, else null.</param>
internal sealed record ChosenModel(ModelReference Model, IChatClient Client, ModelReference? PassedOver, string? Reason);
