namespace AIWhisperer.Server.Authentication;

/// <summary>Who may call; section <c>AIWhisperer:Authentication</c>.</summary>
internal sealed class ApiKeyOptions
{
    public const string Section = "AIWhisperer:Authentication";

    /// <summary>The keys. While there is none, everybody who reaches the server is the principal <c>local</c>.</summary>
    public IList<ApiKeyEntry> Keys { get; } = [];
}
