namespace AIWhisperer.Server;

/// <summary>Whether callers have to say who they are.</summary>
internal delegate bool CallersToldApart();
