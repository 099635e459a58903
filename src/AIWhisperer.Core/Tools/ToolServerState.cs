namespace AIWhisperer.Core.Tools;

/// <summary>How it stands with a server of tools.</summary>
public enum ToolServerState
{
    /// <summary>Nobody has asked for it yet.</summary>
    NotConnected,

    /// <summary>Its tools can be called.</summary>
    Ready,

    /// <summary>It failed, and is tried again after a wait.</summary>
    Failed,

    /// <summary>Its definition has errors.</summary>
    Invalid,
}
