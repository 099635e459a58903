using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers;

/// <summary>A model call's options with what the decorators around a provider's client need to know of the caller.</summary>
public sealed class ProviderCallOptions : ChatOptions
{
    /// <summary>Options without a caller.</summary>
    public ProviderCallOptions()
    {
    }

    /// <summary>A copy; of a base instance, one without a caller.</summary>
    public ProviderCallOptions(ChatOptions? other)
        : base(other)
    {
        if (other is ProviderCallOptions call)
        {
            SessionId = call.SessionId;
            AgentId = call.AgentId;
            TurnId = call.TurnId;
            Timeout = call.Timeout;
            Budget = call.Budget;
        }
    }

    /// <summary>The session that the call is for; null when it is for none.</summary>
    public string? SessionId { get; set; }

    /// <summary>The agent that calls: waiting calls are taken agent by agent, in rotation.</summary>
    public string? AgentId { get; set; }

    /// <summary>The turn that the call is part of; null when it is part of none.</summary>
    public string? TurnId { get; set; }

    /// <summary>The longest silence before the first piece and between two, where the agent sets one; else the provider's limits hold.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>How often the call may be attempted; null means as often as the provider's settings say.</summary>
    public CallBudget? Budget { get; set; }

    /// <inheritdoc/>
    public override ChatOptions Clone() => new ProviderCallOptions(this);
}
