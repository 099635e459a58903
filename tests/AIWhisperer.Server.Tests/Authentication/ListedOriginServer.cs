namespace AIWhisperer.Server.Tests.Authentication;

/// <summary>A server that one foreign origin may call.</summary>
public sealed class ListedOriginServer() : SharedServer(("AIWhisperer:AllowedOrigins:0", Origin))
{
    public const string Origin = "https://chat.example.com";
}
