using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Sessions;

/// <summary>What the sessions of one owner, and all together, may take up at the same time. A singleton.</summary>
internal sealed class SessionQuotas(IOptions<SessionOptions> options)
{
    private const string Section = "AIWhisperer:Sessions:";

    /// <summary>Turns that run or wait.</summary>
    public OwnerQuota Turns { get; } = new(
        ErrorCodes.TurnLimit,
        "turns that run or wait",
        (options.Value.MaxTurnsPerOwner, Section + nameof(SessionOptions.MaxTurnsPerOwner)),
        (options.Value.MaxTurns, Section + nameof(SessionOptions.MaxTurns)));

    /// <summary>Clients that follow a session or wait for a turn.</summary>
    public OwnerQuota Attaches { get; } = new(
        ErrorCodes.AttachLimit,
        "clients that follow sessions or wait for turns",
        (options.Value.MaxAttachesPerOwner, Section + nameof(SessionOptions.MaxAttachesPerOwner)),
        (options.Value.MaxAttaches, Section + nameof(SessionOptions.MaxAttaches)));
}
