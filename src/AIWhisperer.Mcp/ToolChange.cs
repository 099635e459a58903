namespace AIWhisperer.Mcp;

/// <summary>How a tool is now, against what was approved.</summary>
public enum ToolChange
{
    /// <summary>As it was.</summary>
    None,

    /// <summary>It was not approved yet.</summary>
    New,

    /// <summary>Its description or its schema is another.</summary>
    Changed,

    /// <summary>The server has it no more.</summary>
    Gone,
}
