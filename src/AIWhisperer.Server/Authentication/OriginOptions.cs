namespace AIWhisperer.Server.Authentication;

/// <summary>Which web pages may call; section <c>AIWhisperer</c>.</summary>
internal sealed class OriginOptions
{
    public const string Section = "AIWhisperer";

    /// <summary>Origins beside the server's own, each exactly as browsers send it: scheme, host and port, such as <c>https://chat.example.com</c>.</summary>
    public IList<string> AllowedOrigins { get; } = [];
}
